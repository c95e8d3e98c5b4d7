using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Pictures, and what is done to them, one after the other.</summary>
/// <param name="Channels">Planes of a picture.</param>
/// <param name="Height">Rows of pixels.</param>
/// <param name="Width">Pixels per row.</param>
/// <param name="Filters">What is done.</param>
internal sealed record FilterArchitecture(int Channels, int Height, int Width, ImageFilter[] Filters)
{
    /// <summary>Shape of the pictures that come out.</summary>
    /// <exception cref="LayerSizeException">A picture does not fit a filter.</exception>
    public LayerShape Output() =>
        Filters.Aggregate(new LayerShape(Channels, Height, Width), (shape, filter) => filter.OutputOf(shape));
}

/// <summary>Filters over pictures; it has no weights.</summary>
/// <param name="architecture">The pictures and the filters.</param>
internal sealed class FilterNetwork(FilterArchitecture architecture) : Module<Tensor, Tensor>("Filters"), IHasArchitecture
{
    /// <inheritdoc/>
    public object Architecture => architecture;

    /// <summary>The filtered pictures.</summary>
    /// <param name="input">(batch, channels, height, width).</param>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var pictures = PictureLevels.Finite(input);
        foreach (var filter in architecture.Filters)
            pictures = filter.Apply(pictures);
        return pictures.MoveToOuterDisposeScope();
    }
}
