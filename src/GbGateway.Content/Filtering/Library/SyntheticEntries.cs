using System.Text;

namespace GbGateway.Content.Filtering;

/// <summary>
/// Made-up entries for tests and benchmarks: strings of harmless characters that mean nothing, over the 17 risks the library has to cover, in
/// the mix real libraries have (Chinese of three to eight characters, some Latin, some of both). The same seed gives the same entries.
/// </summary>
public static class SyntheticEntries
{
    private const string Chinese = "松竹梅兰菊荷桂柳杨桃杏梨枣榆槐椿柏枫棠藤苔蕨莲苇芦禾麦稻粟黍豆瓜茄葱姜蒜芹韭菇笋鹤鹭鸥鹂雀燕雁鸽鹊鸠鲤鲫鲈鳜虾蟹蚌蛙龟鹿獐狐兔獾貂驼骡驹犊犬狸鼬"
        + "铜锡铅瓷陶釉砖瓦椽檩窗棂榫卯匣笥筐篓罐瓮盏碟匙箸锅灶炉扇席枕帘帐毯袄袍靴履笠簪镜梳砚墨毫笺帖轴琴瑟笙箫鼓钹舟筏桨橹帆缆锚轮辕辐轴蹄鞍辔犁耙锄镰磨碾臼杵";

    private const string Latin = "abcdefghijklmnopqrstuvwxyz";

    /// <summary>Makes entries, each text once.</summary>
    /// <param name="count">How many, at most ten million.</param>
    /// <param name="seed">Which.</param>
    public static IEnumerable<KeywordEntry> Make(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 10_000_000);
        var random = new Random(seed);
        var seen = new HashSet<string>(count, StringComparer.Ordinal);
        var text = new StringBuilder();
        while (seen.Count < count)
        {
            text.Clear();
            int kind = random.Next(20);
            if (kind > 0)
            {
                Append(text, kind == 1 ? Latin : Chinese, kind == 1 ? random.Next(6, 12) : random.Next(3, 9), random);
            }

            if (kind is 0 or 2)
            {
                Append(text, Latin, random.Next(4, 9), random);
            }

            if (seen.Add(text.ToString()))
            {
                yield return new KeywordEntry
                {
                    Text = text.ToString(),
                    Risk = KeywordRisk.Of(1 + (seen.Count % KeywordRisk.Covered)),
                    Severity = (KeywordSeverity)random.Next(3),
                };
            }
        }
    }

    private static void Append(StringBuilder text, string from, int length, Random random)
    {
        for (; length > 0; length--)
        {
            text.Append(from[random.Next(from.Length)]);
        }
    }
}
