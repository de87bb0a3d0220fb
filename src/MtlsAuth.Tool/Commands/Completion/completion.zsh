# Completion of mtlsauth for zsh: the tool itself says what may follow, and zsh adds files.
_mtlsauth() {
    local -a answers
    answers=(${(f)"$(mtlsauth "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)"})
    (( $#answers )) && compadd -a answers
    _files
}
compdef _mtlsauth mtlsauth
