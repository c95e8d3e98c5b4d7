using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>Slides learned filters over a picture (LeCun et al., Proc. IEEE 86, 1998).</summary>
/// <param name="Filters">Channels of the output; at least 1.</param>
/// <param name="KernelSize">Height of the filters in pixels, and their width unless <see cref="KernelWidth"/> says otherwise; at
/// least 1.</param>
[SavedAs("convolution")]
public sealed record ConvolutionLayer(int Filters, int KernelSize) : ConvolutionalLayer
{
    private const int MostPixels = 65_535;

    /// <summary>Width of the filters in pixels.</summary>
    /// <value>At least 1; null (the default) makes them square.</value>
    public int? KernelWidth { get; init; }

    /// <summary>Pixels between two places of the filter.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int Stride { get; init; } = 1;

    /// <summary>Zeros, or pixels of the opposite side, around the picture.</summary>
    /// <value>The default is <see cref="ConvolutionPadding.Valid"/>.</value>
    public ConvolutionPadding Padding { get; init; }

    /// <summary>Pixels between two taps of the filter (Yu and Koltun, arXiv:1511.07122).</summary>
    /// <value>At least 1; the default is 1.</value>
    public int Dilation { get; init; } = 1;

    /// <summary>Groups of channels that do not see each other; both channel counts must be multiples of it.</summary>
    /// <value>At least 1; the default is 1.</value>
    public int Groups { get; init; } = 1;

    /// <summary>
    /// The channels that each filter sees, from 0: those of no list have no weight. <see cref="ConnectionTable.LeNet5"/> is one.
    /// </summary>
    /// <value>One list of different channels per filter; null (the default) connects all with all.</value>
    public IReadOnlyList<IReadOnlyList<int>>? Connections { get; init; }

    /// <summary>Whether a filter per channel is followed by a 1×1 convolution that mixes channels (Chollet, arXiv:1610.02357).</summary>
    /// <value>The default is false.</value>
    public bool DepthwiseSeparable { get; init; }

    /// <summary>Whether sizes grow by the stride instead of shrinking (Zeiler et al., CVPR 2010).</summary>
    /// <value>The default is false.</value>
    public bool Transposed { get; init; }

    /// <summary>Whether a learned number per filter is added. Batch normalization behind the layer makes it needless.</summary>
    /// <value>The default is true.</value>
    public bool Bias { get; init; } = true;

    /// <inheritdoc/>
    internal override string Kind => "convolution";

    /// <inheritdoc/>
    internal override string Details =>
        $"{(Transposed ? "transposed " : DepthwiseSeparable ? "separable " : "")}{Filters} of {KernelSize}x{Columns}, stride {Stride}, "
            + $"{Padding}"
        + (Dilation > 1 ? $", dilation {Dilation}" : "") + (Groups > 1 ? $", {Groups} groups" : "")
        + (Connections is null ? "" : $", {ConnectionTable.Count(Connections)} connections");

    /// <inheritdoc/>
    internal override bool BeginsBlock => true;

    private int Columns => KernelWidth ?? KernelSize;

    private Window Rows => new(KernelSize, Stride, Padding, Dilation);

    private Window Across => new(Columns, Stride, Padding, Dilation);

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.AtLeast(Filters, 1, nameof(Filters));
        faults.InRange(KernelSize, 1, MostPixels, nameof(KernelSize));
        faults.InRange(Columns, 1, MostPixels, nameof(KernelWidth));
        faults.InRange(Stride, 1, MostPixels, nameof(Stride));
        faults.InRange(Dilation, 1, MostPixels, nameof(Dilation));
        faults.AtLeast(Groups, 1, nameof(Groups));
        faults.InRange(Padding.Size, 0, MostPixels, nameof(Padding));
        if (Groups > 0 && Filters % Groups != 0)
            faults.Add(nameof(Groups), Groups, $"a divisor of Filters, {Filters}");
        if (DepthwiseSeparable && (Groups > 1 || Transposed))
            faults.Add(nameof(DepthwiseSeparable), true, "false with groups or a transposed convolution");
        if (Transposed && Padding.Kind is PaddingKind.Causal or PaddingKind.Circular)
            faults.Add(nameof(Padding), $"{Padding.Kind}".ToLowerInvariant(), "same, valid or a number for a transposed convolution");
        ConnectionTable.Validate(Connections, Filters, nameof(Filters), nameof(Connections), faults);
        if (Connections is not null && (Groups > 1 || Transposed || DepthwiseSeparable))
            faults.Add(
                nameof(Connections), $"a table of {Connections.Count} lists", "null with groups, a transposed or a separable convolution");
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input)
    {
        input.MustBePicture();
        if (input.Channels % Groups != 0)
            throw new LayerSizeException($"Groups is {Groups}; it must be a divisor of the {input.Channels} channels that come in");
        ConnectionTable.MustFit(Connections, input.Channels, "channels");
        return Transposed
            ? new LayerShape(Filters, Rows.TransposedSize(input.Height), Across.TransposedSize(input.Width))
            : new LayerShape(Filters, Rows.OutputSize(input.Height), Across.OutputSize(input.Width));
    }

    /// <inheritdoc/>
    internal override long ParametersFor(LayerShape input)
    {
        var area = (long)KernelSize * Columns;
        var biases = Bias ? Filters : 0;
        if (Connections is not null)
            return (ConnectionTable.Count(Connections) * area) + biases;
        return DepthwiseSeparable
            ? (input.Channels * area) + ((long)input.Channels * Filters) + biases
            : (input.Channels / Groups * area * Filters) + biases;
    }

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build)
    {
        if (Transposed)
            return Convolutions.Transposed(input.Channels, Filters, Rows, Across, Groups, Bias);
        if (DepthwiseSeparable)
            return new SeparableConvolution(input, Filters, Rows, Across, Bias);
        if (Connections is not null)
            return new ConnectedConvolution(input, Connections, Rows, Across, Bias);
        return Convolutions.Create(input, Filters, Rows, Across, Groups, Bias);
    }
}
