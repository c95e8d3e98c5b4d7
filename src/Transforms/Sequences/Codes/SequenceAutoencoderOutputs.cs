namespace DeepML;

/// <summary>Columns that an autoencoder of sequences adds beside the code; each is left out while its name is null.</summary>
public sealed record SequenceAutoencoderOutputs
{
    /// <summary>
    /// Name of what is written from the code: a vector of keys with the values of the input, as long as the code says; or a vector of float
    /// with as many steps as the row has.
    /// </summary>
    public string? Reconstruction { get; init; }

    /// <summary>
    /// Name of the row's error: a float. Of keys -log₂ of the probability, given those before it, of a key or the end, in the mean; missing
    /// ones count nothing. Of numbers the mean squared difference, each in the unit in which the network compares them.
    /// </summary>
    public string? Error { get; init; }

    /// <summary>Every name that was given, with the property it belongs to.</summary>
    internal IEnumerable<(string Property, string Name)> Given() => new (string Property, string? Name)[]
    {
        (nameof(Reconstruction), Reconstruction), (nameof(Error), Error),
    }.Where(n => n.Name is not null).Select(n => (n.Property, n.Name!));
}
