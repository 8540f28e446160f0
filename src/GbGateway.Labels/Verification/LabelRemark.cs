namespace GbGateway.Labels.Verification;

/// <summary>Something to say about a finding or a file.</summary>
/// <param name="Clause">The fact it touches, such as <c>GB-E-b</c>.</param>
/// <param name="Chinese">For people, in Chinese.</param>
/// <param name="English">The same in English.</param>
/// <param name="IsMistake">Whether it keeps the label from being valid; else it is a warning.</param>
public sealed record LabelRemark(string Clause, string Chinese, string English, bool IsMistake = false);
