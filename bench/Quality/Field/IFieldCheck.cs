namespace DeepML.Bench;

/// <summary>One fault that was found in use, as a small program over the public surface that says whether it is mended.</summary>
internal interface IFieldCheck
{
    /// <summary>The fault's number.</summary>
    int Number { get; }

    /// <summary>The fault, in one line.</summary>
    string Fault { get; }

    /// <summary>Whether the right thing happens; an exception counts as no.</summary>
    bool Holds();
}
