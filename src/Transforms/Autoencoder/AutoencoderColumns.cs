using DeepML.Data;
using DeepML.Networks;

namespace DeepML.Transforms;

/// <summary>The columns of an autoencoder.</summary>
/// <param name="Code">Name of the code.</param>
/// <param name="Input">Name of the column read.</param>
/// <param name="Target">Name of the column the reconstruction should equal; null if it is the input itself.</param>
/// <param name="Outputs">What is added beside the code.</param>
internal sealed record AutoencoderColumns(string Code, string Input, string? Target, AutoencoderOutputs Outputs)
{
    /// <summary>Whether scoring compares reconstructions with the target column.</summary>
    public bool ComparesWithTarget => Target is not null && (Outputs.Error is not null || Outputs.FeatureErrors is not null);

    /// <summary>The column that a fitted network reads.</summary>
    public InputColumn InputOf(AutoencoderArchitecture a) => a.Convolution is { } image
        ? new ImageInput(Input, "input", new ImageFormat(image.Channels, image.Height, image.Width))
        : new VectorInput(Input, "input", a.InputSize);

    /// <summary>The columns that scoring reads.</summary>
    public IReadOnlyList<InputColumn> Inputs(AutoencoderArchitecture a) =>
        ComparesWithTarget ? [InputOf(a), new VectorInput(Target!, "target", a.OutputSize)] : [InputOf(a)];

    /// <summary>The columns added; sizes that are not known before the data are seen may be any.</summary>
    public IReadOnlyList<OutputColumn> Added(int codeSize, IReadOnlyList<int> layerSizes, int inputSize, int outputSize)
    {
        var columns = new List<OutputColumn> { new VectorOutput(Code, codeSize) };
        if (Outputs.LayerPrefix is { } prefix)
            columns.AddRange(layerSizes.Select((size, i) => new VectorOutput($"{prefix}{i + 1}", size)));
        if (Outputs.Reconstruction is { } reconstruction)
            columns.Add(new VectorOutput(reconstruction, outputSize));
        if (Outputs.Error is { } error)
            columns.Add(new ScalarOutput(error));
        if (Outputs.FeatureErrors is { } errors)
            columns.Add(new VectorOutput(errors, outputSize));
        if (Outputs.Filled is { } filled)
            columns.Add(new VectorOutput(filled, inputSize));
        return columns;
    }
}
