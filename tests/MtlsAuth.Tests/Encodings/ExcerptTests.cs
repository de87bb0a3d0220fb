using MtlsAuth.Encodings;

namespace MtlsAuth.Tests.Encodings;

public sealed class ExcerptTests
{
    [TestCase("")]
    [TestCase("CN=client, O=~bank")]
    public void Of_leaves_printable_ASCII_as_it_is(string text) => Excerpt.Of(text).Should().Be(text);

    [Test]
    public void Of_escapes_everything_else() => Excerpt.Of(" ~\u00FC\n\u007F").Should().Be(" ~\\u00fc\\u000a\\u007f");

    [Test]
    public void Of_shows_half_of_a_surrogate_pair_that_stands_alone() => Excerpt.Of("\uDE00a").Should().Be("\\ude00a");

    [Test]
    public void Of_cuts_what_exceeds_100_characters()
    {
        string longest = new('a', 100);

        Excerpt.Of(longest).Should().Be(longest);
        Excerpt.Of(longest + "b").Should().Be(longest + "...");
    }

    [Test]
    public void Of_cuts_before_a_surrogate_pair()
    {
        string before = new('a', 99);

        Excerpt.Of(before + "\U0001F600").Should().Be(before + "...");
    }

    [Test]
    public void OfOrNull_leaves_out_what_is_missing()
    {
        Excerpt.OfOrNull(null).Should().BeNull();
        Excerpt.OfOrNull("\n").Should().Be("\\u000a");
    }

    [Test]
    public void OfBoth_begins_where_the_texts_do_if_they_differ_in_the_first_80_characters()
    {
        string same = new('a', 79);

        Excerpt.OfBoth(same + "b", same + "c").Should().Be((same + "b", same + "c"));
    }

    [Test]
    public void OfBoth_begins_20_characters_before_the_difference()
    {
        string same = new('a', 80);
        string shown = "..." + new string('a', 20);

        Excerpt.OfBoth(same + "b", same + "c").Should().Be((shown + "b", shown + "c"));
    }

    [Test]
    public void OfBoth_begins_behind_a_surrogate_pair_that_it_would_cut()
    {
        string same = new string('a', 59) + "\U0001F600" + new string('a', 19);
        string shown = "..." + new string('a', 19);

        Excerpt.OfBoth(same + "b", same + "c").Should().Be((shown + "b", shown + "c"));
    }
}
