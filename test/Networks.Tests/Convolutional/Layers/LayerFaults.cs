namespace DeepML.Networks.Tests.Convolutional;

/// <summary>What a layer says of its own numbers.</summary>
internal static class LayerFaults
{
    /// <summary>Names of the members with a fault, and what each must be.</summary>
    public static (string Name, string Requirement)[] Of(ConvolutionalLayer layer)
    {
        var found = new List<(string, string)>();
        layer.Validate(new PartFaults("Layer", (name, _, requirement) => found.Add((name, requirement))));
        return [.. found];
    }

    /// <summary>Names of the members with a fault, without the place before them.</summary>
    public static string[] NamesOf(ConvolutionalLayer layer) => [.. Of(layer).Select(fault => fault.Name["Layer.".Length..])];
}
