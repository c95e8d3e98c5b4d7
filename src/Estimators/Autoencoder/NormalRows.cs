using DeepML.Data;
using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Estimators;

/// <summary>Gives a trained autoencoder the distribution of the rows, from which it then fills what is missing.</summary>
internal static class NormalRows
{
    private const int WidestByItself = 100;
    private const int Widest = 1000; // the time grows with the cube of the width
    private const double Operations = 1e9; // rows × width³ of one round
    private const int FewestRows = 256;
    private const int MostRows = 2048;

    /// <summary>Whether options ask for it.</summary>
    /// <param name="options">The options.</param>
    /// <param name="width">Numbers in a row.</param>
    public static bool AreAskedFor(AutoencoderOptions options, int width) => options.FillMissingValues && options.FillFrom switch
    {
        FillSource.NormalDistribution => true,
        FillSource.Reconstruction => false,
        _ => width <= WidestByItself && options is { HiddenSizes.Count: 0, CodeSize: null, Corruption: null, Convolution: null },
    };

    /// <summary>Learns the distribution.</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="rows">The training rows.</param>
    /// <param name="seed">The fit's: chooses among many rows.</param>
    /// <returns>What was done, for the history.</returns>
    /// <exception cref="ArgumentException">The rows are too wide.</exception>
    public static AutomaticChoice Add(AutoencoderNetwork network, IBatchSource rows, int seed)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var width = network.Architecture.InputSize;
        if (width > Widest)
            throw new ArgumentException($"FillFrom is NormalDistribution, and a row holds {width} numbers; there can be {Widest} at most.");
        using var batch = rows.Epoch((int)Math.Clamp(Operations / Math.Pow(width, 3), FewestRows, MostRows), seed).First();
        var normal = new NormalFill(width);
        normal.to(batch.Features.device);
        normal.Learn(network.Scaled(batch.Features.flatten(1)));
        network.Know(normal);
        return new AutomaticChoice(
            nameof(AutoencoderOptions.FillFrom), nameof(FillSource.NormalDistribution),
            FormattableString.Invariant($"what is expected given the rest of a row, learned from {batch.Rows} rows of {width} numbers"));
    }
}
