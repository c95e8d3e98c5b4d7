using DeepML.Networks;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML;

/// <summary>
/// Four paths side by side whose channels are joined (Szegedy et al., arXiv:1409.4842): 1×1; 1×1 then 3×3; 1×1 then a larger
/// kernel; pooling then 1×1. Each convolution is followed by batch normalization and a rectifier.
/// </summary>
/// <param name="Filters1">Filters of the 1×1 path.</param>
/// <param name="Reduce3">Filters of the 1×1 before the 3×3.</param>
/// <param name="Filters3">Filters of the 3×3.</param>
/// <param name="Reduce5">Filters of the 1×1 before the larger kernel.</param>
/// <param name="Filters5">Filters of the larger kernel.</param>
/// <param name="PoolFilters">Filters of the 1×1 behind the pooling.</param>
[SavedAs("inception block")]
public sealed record InceptionBlock(
    int Filters1, int Reduce3, int Filters3, int Reduce5, int Filters5, int PoolFilters) : ConvolutionalLayer
{
    /// <summary>Side of the larger kernel in pixels.</summary>
    /// <value>An odd number, at least 1; the default is 5, as in the paper. Published weights in PyTorch's layout have 3.</value>
    public int LargeKernel { get; init; } = 5;

    /// <inheritdoc/>
    internal override string Kind => "inception";

    /// <inheritdoc/>
    internal override string Details => $"{Filters1} + {Filters3} + {Filters5} + {PoolFilters} filters";

    /// <inheritdoc/>
    internal override bool BeginsBlock => true;

    /// <inheritdoc/>
    internal override void Validate(PartFaults faults)
    {
        faults.AtLeast(Filters1, 1, nameof(Filters1));
        faults.AtLeast(Reduce3, 1, nameof(Reduce3));
        faults.AtLeast(Filters3, 1, nameof(Filters3));
        faults.AtLeast(Reduce5, 1, nameof(Reduce5));
        faults.AtLeast(Filters5, 1, nameof(Filters5));
        faults.AtLeast(PoolFilters, 1, nameof(PoolFilters));
        if (LargeKernel < 1 || LargeKernel % 2 == 0)
            faults.Add(nameof(LargeKernel), LargeKernel, "an odd number, at least 1");
    }

    /// <inheritdoc/>
    internal override LayerShape OutputOf(LayerShape input)
    {
        input.MustBePicture();
        return input with { Channels = Filters1 + Filters3 + Filters5 + PoolFilters };
    }

    /// <inheritdoc/>
    internal override long ParametersFor(LayerShape input)
    {
        long from = input.Channels;
        return Convolution(from, Filters1, 1) + Convolution(from, Reduce3, 1) + Convolution(Reduce3, Filters3, 3)
            + Convolution(from, Reduce5, 1) + Convolution(Reduce5, Filters5, LargeKernel) + Convolution(from, PoolFilters, 1);

        static long Convolution(long from, long to, long kernel) => (from * to * kernel * kernel) + (2 * to);
    }

    /// <inheritdoc/>
    internal override Module<Tensor, Tensor> Create(LayerShape input, LayerBuild build) => new InceptionModule(this, input.Channels);
}
