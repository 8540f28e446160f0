using System.Text;
using GbGateway.Content.Profiles;
using GbGateway.Tests.Support;

namespace GbGateway.Tests.Bodies;

public sealed class CaseTests
{
    public static TheoryData<string> ProfileCases => [.. Case.Files("profiles")];

    public static TheoryData<string> FramingCases => [.. Case.Files("framing")];

    public static TheoryData<string> FilteringCases => [.. Case.Files("filtering")];

    [Theory, MemberData(nameof(ProfileCases)), MemberData(nameof(FramingCases)), MemberData(nameof(FilteringCases))]
    public void The_client_gets_what_the_case_says_however_the_body_is_cut(string path)
    {
        var @case = Case.Read(path);
        var outcome = Cuts.AllAgree(@case.Rewriter, @case.Input, @case.UpstreamDies);
        if (@case.Refusal is { } reason)
        {
            Assert.Contains(reason, outcome.Refusal);
        }
        else
        {
            Assert.True(outcome.Refusal is null || @case.UpstreamDies, outcome.Refusal);
        }
        Assert.Equal(Encoding.UTF8.GetString(Encoding.Latin1.GetBytes(@case.Output)), Encoding.UTF8.GetString(outcome.Output));
    }

    [Fact]
    public void Every_listed_profile_has_cases()
    {
        foreach (var profile in ApiProfiles.All.Append(ApiProfiles.Pictures))
        {
            Assert.True(Case.Files(Path.Combine("profiles", profile.Name)).Any(), $"tests/cases/profiles/{profile.Name} has no cases");
        }
    }
}
