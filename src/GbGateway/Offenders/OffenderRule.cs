namespace GbGateway.Offenders;

/// <summary>When a user is suspended (<c>T-in-1</c>): so many harmful prompts in a row, or so many in a day. A day is one of Beijing.</summary>
/// <param name="InARow">Harmful prompts in a row.</param>
/// <param name="InADay">Harmful prompts in a day.</param>
/// <param name="Suspension">How long the user is turned away.</param>
public sealed record OffenderRule(int InARow, int InADay, TimeSpan Suspension)
{
    private static readonly TimeSpan Beijing = TimeSpan.FromHours(8);

    /// <summary>The number of the day a moment is in.</summary>
    public static int DayOf(DateTimeOffset time) => DateOnly.FromDateTime(time.ToOffset(Beijing).DateTime).DayNumber;

    /// <summary>What a user's record is after a prompt. A suspension settles what was counted.</summary>
    public OffenderRecord Next(OffenderRecord record, bool harmful, DateTimeOffset now)
    {
        if (!harmful)
        {
            return record with { Row = 0 };
        }
        var day = DayOf(now);
        var (row, count) = (record.Row + 1, record.Day == day ? record.Count + 1 : 1);
        return row >= InARow || count >= InADay
            ? new OffenderRecord(0, 0, day, (now + Suspension).ToUnixTimeMilliseconds())
            : new OffenderRecord(row, count, day, record.Until);
    }
}
