namespace DeepML.Networks;

/// <summary>The sizes and functions that rebuild an <see cref="AutoencoderNetwork"/>.</summary>
/// <param name="InputSize">Numbers per row.</param>
/// <param name="HiddenSizes">Widths of the encoder's dense hidden layers, from the input inwards.</param>
/// <param name="CodeSize">Width of the code.</param>
/// <param name="HiddenActivation">Function of the hidden layers.</param>
/// <param name="CodeActivation">Function of the code layer.</param>
/// <param name="OutputActivation">Function of the reconstruction.</param>
internal sealed record AutoencoderArchitecture(
    int InputSize, int[] HiddenSizes, int CodeSize, Activation HiddenActivation, Activation CodeActivation, Activation OutputActivation)
{
    /// <summary>Widths of the decoder's dense hidden layers, from the code outwards; null mirrors the encoder.</summary>
    public int[]? DecoderSizes { get; init; }

    /// <summary>Numbers in a reconstruction, where a row is turned into another one; null for those of the input.</summary>
    public int? TargetSize { get; init; }

    /// <summary>Parameter of the hidden function; null for the usual value.</summary>
    public double? ActivationSlope { get; init; }

    /// <summary>Share of hidden values dropped in training.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether hidden sums are normalized over the batch.</summary>
    public bool BatchNormalization { get; init; }

    /// <summary>Whether the decoder's weights are the encoder's, transposed.</summary>
    public bool TiedWeights { get; init; }

    /// <summary>Numbers of each code that stay, the largest; the others are set to 0; null keeps all.</summary>
    public int? CodesKept { get; init; }

    /// <summary>Largest absolute log-variance of a variational code; null for a code that is a point.</summary>
    public double? LogVarianceLimit { get; init; }

    /// <summary>Whether missing values (NaN) are replaced by learned means before they enter.</summary>
    public bool FillsMissing { get; init; }

    /// <summary>The convolutions before the dense layers, and back behind them; null for none.</summary>
    public AutoencoderImageArchitecture? Convolution { get; init; }

    /// <summary>What is done with the inputs first, and undone in reconstructions.</summary>
    public ScalingForm Scaling { get; init; }

    /// <summary>The rows that a detector of anomalies knows beside its weights; null for none.</summary>
    public NeighbourArchitecture? Neighbours { get; init; }

    /// <summary>Whether missing values are filled from a normal distribution of the rows in place of the reconstruction.</summary>
    public bool FillsByNormal { get; init; }

    /// <summary>Numbers in a reconstruction.</summary>
    public int OutputSize => TargetSize ?? InputSize;

    /// <summary>Widths of the encoder's layers before the code: feature maps of each convolution, then the dense hidden layers.</summary>
    public int[] LayerSizes() =>
        Convolution is { DenseCode: false } ? Convolution.LayerSizes()[..^1] : [.. Convolution?.LayerSizes() ?? [], .. HiddenSizes];
}
