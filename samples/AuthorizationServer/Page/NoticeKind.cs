namespace AuthorizationServer.Page;

/// <summary>What a notice says.</summary>
internal enum NoticeKind
{
    Good,
    Bad,
}
