namespace GbGateway.Fuzz;

/// <summary>A law of the labels that an input broke.</summary>
internal sealed class BrokenLawException(string law) : Exception(law);
