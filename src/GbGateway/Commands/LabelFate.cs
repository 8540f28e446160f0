namespace GbGateway.Commands;

/// <summary>What became of one file of a <see cref="LabelRun"/>.</summary>
public enum LabelFate
{
    /// <summary>Labelled and written.</summary>
    Labelled,

    /// <summary>It had this producer's label: passed on as it was.</summary>
    HadLabel,

    /// <summary>A file of its name is there and was left as it is.</summary>
    Exists,

    /// <summary>Its bytes are of no format that is labelled; not written.</summary>
    NoMedia,

    /// <summary>It could not be labelled, or not be read or written; not written.</summary>
    Failed,
}
