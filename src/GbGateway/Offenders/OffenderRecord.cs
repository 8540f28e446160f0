namespace GbGateway.Offenders;

/// <summary>What is kept of a user: four numbers, never a text.</summary>
/// <param name="Row">Harmful prompts in a row.</param>
/// <param name="Count">Harmful prompts on <paramref name="Day"/>.</param>
/// <param name="Day">The day of the last one.</param>
/// <param name="Until">End of the suspension, in milliseconds since 1970; 0 for none.</param>
public readonly record struct OffenderRecord(int Row, int Count, int Day, long Until)
{
    /// <summary>Whether the user is turned away.</summary>
    public bool IsSuspended(DateTimeOffset now) => Until > now.ToUnixTimeMilliseconds();
}
