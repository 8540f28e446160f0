using GbGateway.Configuration;
using GbGateway.Tests.Support;
using Microsoft.Extensions.Configuration;

namespace GbGateway.Tests.Configuration;

public sealed class ConfigurationReferenceTests
{
    private static string Folder => Path.Combine(Repository.Root, "config");

    [Fact]
    public void The_reference_is_what_the_table_says() =>
        Assert.Equal(ConfigurationReference.Write(), File.ReadAllText(Path.Combine(Folder, "README.md")));

    [Fact]
    public void The_schema_is_what_the_table_says() =>
        Assert.Equal(ConfigurationSchema.Write(), File.ReadAllText(Path.Combine(Folder, "gateway.schema.json")));

    [Fact]
    public void The_example_has_no_mistakes_and_several_routes()
    {
        var example = new ConfigurationBuilder().AddJsonFile(Path.Combine(Folder, "gateway.json")).Build();
        Assert.Empty(ConfigurationCheck.FindMistakes(example));
        Assert.True(ConfigurationCheck.RouteIds(example).Count > 2);
    }

    [Fact]
    public void Every_key_of_the_table_is_listed()
    {
        var keys = typeof(ConfigurationKeys).GetFields().Concat(typeof(FilterKeys).GetFields()).Where(static field => field.FieldType == typeof(ConfigurationKey)).Select(static field => field.GetValue(null)).ToArray();
        Assert.Equal(keys.Length, ConfigurationKeys.All.Count);
        Assert.All(keys, static key => Assert.Contains((ConfigurationKey)key!, ConfigurationKeys.All));
    }
}
