namespace GbGateway.Content.Filtering;

/// <summary>Something wrong with an entry or a file of a library.</summary>
/// <param name="Library">The layer.</param>
/// <param name="Line">Its line, 0 if it's about the whole.</param>
/// <param name="Text">What is wrong, without the entry's text.</param>
/// <param name="File">The file's name; empty where there is none.</param>
public sealed record KeywordProblem(string Library, int Line, string Text, string File = "");
