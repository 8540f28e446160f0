using GbGateway.Configuration;
using GbGateway.Policies;
using GbGateway.Tests.Explicit;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Configuration;

public sealed class ConfigurationCheckTests
{
    [Fact]
    public void All_mistakes_stand_in_one_message_with_key_value_and_what_is_allowed()
    {
        var configuration = TestGateway.Settings(
            ("GbGateway:Upstream", "not an address"),
            ("GbGateway:Defaults:TextLabel", "Middle"),
            ("GbGateway:Defaults:TextWording", "hello"),
            ("GbGateway:Limits:MaxDepth", "5"),
            ("GbGateway:Shutdown:Grace", "soon"),
            ("GbGateway:Routes:other:TextLabel", "End"));
        var mistakes = Assert.Throws<ConfigurationException>(() => RoutePolicyCompiler.Compile(configuration));
        Assert.Equal(6, mistakes.Mistakes.Count);
        Assert.Contains("GbGateway:Defaults:TextLabel = \"Middle\": allowed: End, Start, Both, OutOfBand", mistakes.Message);
        Assert.Contains("GbGateway:Limits:MaxDepth = \"5\": allowed: a whole number from 8 to 1000", mistakes.Message);
        Assert.Contains("GB-5.1-b", mistakes.Message);
        Assert.Contains("there is no route \"other\"; the routes are default", mistakes.Message);
    }

    [Theory]
    [InlineData("Upstraem", "Upstream")]
    [InlineData("Producer:ContentProducerr", "Producer:ContentProducer")]
    [InlineData("Defaults:TextLable", "TextLabel")]
    [InlineData("Limits:MaxBodyByte", "Limits:MaxBodyBytes")]
    [InlineData("MaxBodyBytes", "Limits:MaxBodyBytes")]
    public void An_unknown_key_is_a_mistake_that_names_the_nearest_key(string key, string meant)
    {
        var mistake = Assert.Single(ConfigurationCheck.FindMistakes(TestGateway.Settings(("GbGateway:Upstream", "http://a"), ($"GbGateway:{key}", "1"))));
        Assert.Contains($"did you mean {meant}?", mistake);
    }

    [Fact]
    public void A_route_key_set_for_the_gateway_is_told_where_it_belongs()
    {
        var mistake = Assert.Single(ConfigurationCheck.FindMistakes(TestGateway.Settings(("GbGateway:Upstream", "http://a"), ("GbGateway:TextLabel", "End"))));
        Assert.Contains("GbGateway:Defaults:TextLabel", mistake);
    }

    [Fact]
    public void Nowhere_to_forward_to_and_no_producer_are_mistakes()
    {
        var mistakes = ConfigurationCheck.FindMistakes(TestGateway.Settings(("GbGateway:Producer:ContentProducer", null)));
        Assert.Contains(mistakes, static one => one.Contains("Producer:ContentProducer is not set", StringComparison.Ordinal));
        Assert.Contains(mistakes, static one => one.Contains("nowhere to forward to", StringComparison.Ordinal));
    }

    [Fact]
    public void A_font_that_cant_be_read_and_a_wording_it_cant_draw_are_mistakes()
    {
        var file = Path.GetTempFileName();
        try
        {
            var configuration = TestGateway.Settings(("GbGateway:Upstream", "http://a"), ("GbGateway:Defaults:PictureFont", file));
            Assert.StartsWith($"GbGateway:Defaults:PictureFont = \"{file}\": no font that can be read; allowed: the path of a TrueType or OpenType font",
                Assert.Single(ConfigurationCheck.FindMistakes(configuration)));
            configuration["GbGateway:Defaults:PictureFont"] = file + ".ttf";
            Assert.Contains("no file that can be read", Assert.Single(ConfigurationCheck.FindMistakes(configuration)));
            File.WriteAllBytes(file, OtfFont.Make(isCidKeyed: false));
            configuration["GbGateway:Defaults:PictureFont"] = file;
            Assert.Empty(ConfigurationCheck.FindMistakes(configuration));
            Assert.NotNull(RoutePolicyCompiler.Compile(configuration)[null].Content.PictureFont);
            configuration["GbGateway:Defaults:PictureWording"] = "AI生成猫";
            Assert.Equal($"GbGateway:PictureWording = \"AI生成猫\" of route \"default\": {file} can't draw 猫; allowed: characters of the font, or another font by PictureFont",
                Assert.Single(ConfigurationCheck.FindMistakes(configuration)));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void Two_places_that_say_where_to_forward_to_are_a_mistake() =>
        Assert.Contains("in one place", Assert.Single(ConfigurationCheck.FindMistakes(TestGateway.Settings(
            ("GbGateway:Upstream", "http://a"), ("ReverseProxy:Routes:a:ClusterId", "c")))));

    [Theory]
    [InlineData("001191110102MACQD9K64018705", null)]
    [InlineData("acme-models", null)]
    [InlineData("001191110102MACQD9K64118705", "wrong check character")]
    [InlineData("001191110102MACQD9K640187", "27 characters")]
    [InlineData("北京某某科技", "GB-E-j")]
    [InlineData("Acme Inc", "GB-E-j")]
    public void A_producer_is_a_right_code_or_a_name_the_standard_can_write(string producer, string? mistake)
    {
        var mistakes = ConfigurationCheck.FindMistakes(TestGateway.Settings(("GbGateway:Upstream", "http://a"), ("GbGateway:Producer:ContentProducer", producer)));
        if (mistake is null)
        {
            Assert.Empty(mistakes);
        }
        else
        {
            Assert.Contains(mistake, Assert.Single(mistakes));
        }
    }

    [Fact]
    public void Every_default_is_a_value_its_own_check_allows()
    {
        foreach (var key in ConfigurationKeys.All)
        {
            if (!string.IsNullOrEmpty(key.Default))
            {
                Assert.Null(key.FindMistake(key.Default));
            }
        }
    }

    [Theory]
    [InlineData("Escalation:Webhook", "http://example.com/hook", "https")]
    [InlineData("Escalation:Webhook", "https://example.com/hook", "Escalation:SecretFile")]
    [InlineData("Keywords:Url", "https://example.com/library.zip", "Keywords:PublicKeyFile")]
    [InlineData("Offenders:Store", "Redis", "Offenders:ConnectionFile")]
    [InlineData("Offenders:InARow", "0", "from 1 to 1000")]
    [InlineData("Defaults:FilteredTexts", "Reasoning, Jokes", "ToolArguments")]
    [InlineData("Defaults:PromptActions", "Shout", "Block")]
    public void Keys_of_the_filter_name_what_they_need(string key, string value, string said) =>
        Assert.Contains(ConfigurationCheck.FindMistakes(TestGateway.Settings(("GbGateway:Upstream", "http://a"), ($"GbGateway:{key}", value))),
            mistake => mistake.Contains($"GbGateway:{key}", StringComparison.Ordinal) && mistake.Contains(said, StringComparison.Ordinal));

    [Theory]
    [InlineData("PostgreSql", "Host=127.0.0.1;Nonsense=1")]
    [InlineData("PostgreSql", "")]
    [InlineData("Redis", "")]
    [InlineData("Redis", "127.0.0.1,nonsense=secretvalue")]
    public void A_connection_that_can_not_be_read_is_a_mistake_that_never_shows_it(string store, string connection)
    {
        var file = Path.GetTempFileName();
        try
        {
            File.WriteAllText(file, connection);
            var mistake = Assert.Single(ConfigurationCheck.FindMistakes(TestGateway.Settings(
                ("GbGateway:Upstream", "http://a"), ("GbGateway:Offenders:Store", store), ("GbGateway:Offenders:ConnectionFile", file))));
            Assert.Contains("Offenders:ConnectionFile", mistake);
            Assert.DoesNotContain("secretvalue", mistake);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
