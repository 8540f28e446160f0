using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using GbGateway.Content.Links;
using GbGateway.Links;

namespace GbGateway.Tests.Links;

/// <summary>T10, T20: a link says everything, to the gateway alone.</summary>
public sealed class SignedLinksTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes(new string('s', 32));
    private static readonly LinkToken Token = new(DateTimeOffset.FromUnixTimeSeconds(1_800_000_000), "路由", "acme", "01JABC", "https://a.example/x.png?Signature=secret");

    [Fact]
    public void What_was_sealed_comes_back_and_shows_nothing()
    {
        var links = new SignedLinks([Secret]);
        var token = links.Seal(Token);
        Assert.Equal(Token, links.Open(token));
        Assert.DoesNotContain("a.example", Encoding.Latin1.GetString(Base64Url.DecodeFromChars(token)));
        Assert.Matches("^[A-Za-z0-9_-]+$", token);
    }

    [Fact]
    public void The_same_text_gives_the_same_token_on_every_node_and_another_text_another()
    {
        Assert.Equal(new SignedLinks([Secret]).Seal(Token), new SignedLinks([Secret]).Seal(Token));
        var links = new SignedLinks([Secret]);
        LinkToken[] others = [Token with { Expires = Token.Expires.AddSeconds(1) }, Token with { Route = "b" }, Token with { Tenant = "" }, Token with { ProduceID = "2" }, Token with { Url = "https://b.example/" }];
        Assert.Equal(6, others.Append(Token).Select(links.Seal).Select(static token => token[..24]).Distinct().Count());
    }

    [Fact]
    public void A_token_changed_anywhere_or_of_another_key_opens_nothing()
    {
        var links = new SignedLinks([Secret]);
        var bytes = Base64Url.DecodeFromChars(links.Seal(Token));
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i] ^= 1;
            Assert.Null(links.Open(Base64Url.EncodeToString(bytes)));
            bytes[i] ^= 1;
            Assert.Null(links.Open(Base64Url.EncodeToString(bytes.AsSpan(0, i))));
        }
        Assert.NotNull(links.Open(Base64Url.EncodeToString(bytes)));
        Assert.Null(new SignedLinks([RandomNumberGenerator.GetBytes(32)]).Open(Base64Url.EncodeToString(bytes)));
    }

    [Theory, InlineData(""), InlineData("AAAA"), InlineData("..."), InlineData("a b"), InlineData("=")]
    public void What_is_no_token_opens_nothing(string token) => Assert.Null(new SignedLinks([Secret]).Open(token));

    [Fact]
    public void A_token_beyond_all_measure_opens_nothing() => Assert.Null(new SignedLinks([Secret]).Open(new string('A', 10_000_000)));

    [Fact]
    public void The_longest_link_fits()
    {
        var links = new SignedLinks([Secret]);
        var longest = Token with { Url = "https://a.example/" + new string('a', LinkTarget.MaxLength - 18) };
        Assert.Equal(longest, links.Open(links.Seal(longest)));
    }

    [Fact]
    public void A_key_on_top_makes_new_links_and_those_of_the_old_one_are_honoured()
    {
        var old = new SignedLinks([Secret]).Seal(Token);
        var rotated = new SignedLinks([RandomNumberGenerator.GetBytes(32), Secret]);
        Assert.Equal(Token, rotated.Open(old));
        Assert.NotEqual(old, rotated.Seal(Token));
        Assert.Null(new SignedLinks([Secret]).Open(rotated.Seal(Token)));
    }
}
