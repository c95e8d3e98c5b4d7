namespace DeepML;

/// <summary>Columns that an autoencoder adds beside the code; each is left out while its name is null.</summary>
public sealed record AutoencoderOutputs
{
    /// <summary>Name of the reconstruction: a vector of float of the target's size.</summary>
    public string? Reconstruction { get; init; }

    /// <summary>Name of the row's error: a float, the mean squared difference between target and reconstruction.</summary>
    public string? Error { get; init; }

    /// <summary>Name of the errors by feature: a vector of float, each squared difference; NaN where the value is missing.</summary>
    public string? FeatureErrors { get; init; }

    /// <summary>Name of the input with its missing values taken from the reconstruction: a vector of float.</summary>
    public string? Filled { get; init; }

    /// <summary>Start of the names of the hidden layers' columns, numbered from 1 at the input: vectors of float.</summary>
    public string? LayerPrefix { get; init; }

    /// <summary>Every name that was given, with the property it belongs to.</summary>
    internal IEnumerable<(string Property, string Name)> Given() => new (string Property, string? Name)[]
    {
        (nameof(Reconstruction), Reconstruction), (nameof(Error), Error), (nameof(FeatureErrors), FeatureErrors), (nameof(Filled), Filled),
        (nameof(LayerPrefix), LayerPrefix),
    }.Where(n => n.Name is not null).Select(n => (n.Property, n.Name!));
}
