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

    /// <summary>Name of the column that reconstructions are like, slot by slot.</summary>
    public string Compared => Target ?? Input;

    /// <summary>The column that a fitted network reads.</summary>
    public SizedColumn InputOf(AutoencoderArchitecture a) => a.Convolution is { } image
        ? new ImageInput(Input, "input", new ImageFormat(image.Channels, image.Height, image.Width))
        : new VectorInput(Input, "input", a.InputSize);

    /// <summary>The target column, as a fitted network compares its reconstructions with it; there must be one.</summary>
    public SizedColumn TargetOf(AutoencoderArchitecture a) => a.Convolution is { } image
        ? new ImageInput(Target!, "target", new ImageFormat(image.ChannelsOf(a.OutputSize), image.Height, image.Width))
        : new VectorInput(Target!, "target", a.OutputSize);

    /// <summary>The columns that scoring reads.</summary>
    public IReadOnlyList<SizedColumn> Inputs(AutoencoderArchitecture a) => ComparesWithTarget ? [InputOf(a), TargetOf(a)] : [InputOf(a)];

    /// <summary>The columns added, each with what makes it; sizes that are not known before the data are seen may be any.</summary>
    public IReadOnlyList<ScoredOutput<AutoencoderPass>> Added(int codeSize, IReadOnlyList<int> layerSizes, int inputSize, int outputSize)
    {
        var columns = new List<ScoredOutput<AutoencoderPass>> { new(new VectorOutput(Code, codeSize), pass => pass.Code) };
        if (Outputs.LayerPrefix is { } prefix)
            columns.AddRange(layerSizes.Select((size, i) =>
                new ScoredOutput<AutoencoderPass>(new VectorOutput($"{prefix}{i + 1}", size), pass => pass.Layers[i])));
        if (Outputs.Reconstruction is { } reconstruction)
            columns.Add(new(VectorOutput.LikeSlotsOf(reconstruction, outputSize, Compared), pass => pass.Reconstruction));
        if (Outputs.Error is { } error)
            columns.Add(new(new ScalarOutput(error), pass => pass.Error));
        if (Outputs.FeatureErrors is { } errors)
            columns.Add(new(VectorOutput.LikeSlotsOf(errors, outputSize, Compared), pass => pass.FeatureErrors));
        if (Outputs.Filled is { } filled)
            columns.Add(new(VectorOutput.LikeSlotsOf(filled, inputSize, Input), pass => pass.Filled));
        return columns;
    }

    /// <summary>Checks what a file may say wrongly of them.</summary>
    /// <exception cref="FormatException">A column is asked for that the network does not make.</exception>
    public void Check(AutoencoderArchitecture a)
    {
        Sound.That(Outputs.Filled is null || a.FillsMissing, "missing values are to be filled by a network that has not learned it");
        Sound.That(Target is not null || !(Outputs.Error is not null || Outputs.FeatureErrors is not null || Outputs.Filled is not null)
            || a.OutputSize == a.InputSize,
            "reconstructions and inputs are to be compared, and differ in size");
    }
}
