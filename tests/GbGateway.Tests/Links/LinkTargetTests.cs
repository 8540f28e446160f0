using System.Text;
using GbGateway.Content.Links;

namespace GbGateway.Tests.Links;

/// <summary>Links keep their spelling, and mean one thing only.</summary>
public sealed class LinkTargetTests
{
    [Theory]
    [InlineData("https://a.example/x.png?Signature=a%2Bb%2f~&e=1", "https://a.example/x.png?Signature=a%2Bb%2f~&e=1")]
    [InlineData("https:\\/\\/a.example\\/x.png?a=1\\u0026b=2", "https://a.example/x.png?a=1&b=2")]
    [InlineData("\\u0068ttps://a.example/%7Ea/../b", "https://a.example/%7Ea/../b")]
    [InlineData("https://a.example/x.png#top", "https://a.example/x.png")]
    [InlineData("https://a.example", "https://a.example/"), InlineData("https://a.example?b=/", "https://a.example/?b=/")]
    public void A_link_is_kept_letter_by_letter(string escaped, string url)
    {
        var bytes = Encoding.UTF8.GetBytes(escaped);
        Assert.True(LinkTarget.IsLink(bytes));
        Assert.Equal(url, LinkTarget.TryRead(bytes)!.Url);
        Assert.EndsWith(LinkTarget.TryRead(bytes)!.Uri.PathAndQuery, url);
    }

    [Theory]
    [InlineData("https://user:pass@a.example/"), InlineData("https://a.example\\\\@evil.example/"), InlineData("https://a.example/\\r\\nX: y"), InlineData("https://a.example/a b")]
    [InlineData("https://"), InlineData("https://a.example:0x50/"), InlineData("https://a.example/图.png"), InlineData("https://a.example/\\u0000"), InlineData("https://a.example/<x>")]
    public void What_others_may_read_otherwise_is_no_target(string escaped)
    {
        Assert.True(LinkTarget.IsLink(Encoding.UTF8.GetBytes(escaped)));
        Assert.Null(LinkTarget.TryRead(Encoding.UTF8.GetBytes(escaped)));
    }

    [Fact]
    public void A_link_longer_than_a_request_line_is_no_target()
    {
        Assert.NotNull(LinkTarget.TryRead("https://a.example/" + new string('a', LinkTarget.MaxLength - 18)));
        Assert.Null(LinkTarget.TryRead("https://a.example/" + new string('a', LinkTarget.MaxLength)));
    }

    [Theory]
    [InlineData("iVBORw0KGgo="), InlineData("data:image/png;base64,aHR0cHM6Ly8="), InlineData("httpss://a"), InlineData(""), InlineData("\\"), InlineData("ht\\u0074x://")]
    public void Other_content_is_no_link(string escaped) => Assert.False(LinkTarget.IsLink(Encoding.UTF8.GetBytes(escaped)));

    [Theory]
    [InlineData("HTTPS://a.example/"), InlineData("\\u0068\\u0074\\u0074\\u0070\\u0073\\u003a\\u002f\\u002fa.example"), InlineData("http:\\/\\/a")]
    public void A_link_is_one_however_it_is_spelled(string escaped) => Assert.True(LinkTarget.IsLink(Encoding.UTF8.GetBytes(escaped)));

    [Theory]
    [InlineData("https://a.example/x.PNG?y=.mp4", ".png", false), InlineData("https://a.example/x.mp4", "", true), InlineData("https://a.example/x.MP3?a=b.png", "", true)]
    [InlineData("https://a.png/x", "", false), InlineData("https://a.example/.png/x.exe", "", false)]
    public void The_name_tells_what_it_ends_in(string url, string extension, bool isSoundOrVideo)
    {
        var target = LinkTarget.TryRead(url)!;
        Assert.Equal((extension, isSoundOrVideo), (target.Extension, target.IsSoundOrVideo));
    }
}
