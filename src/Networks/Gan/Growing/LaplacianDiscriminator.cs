using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// The discriminators of a <see cref="LaplacianPyramidGenerator"/>: each judges the pictures of one size beside what is coarse of them.
/// </summary>
internal sealed class LaplacianDiscriminator : Module<Tensor, Tensor, Tensor>
{
    private readonly LaplacianPyramid _pyramid;
    [ComponentName(Name = "details")] private readonly ModuleList<ConvolutionalDiscriminator> details; // the finest first
    [ComponentName(Name = "coarse")] private readonly DenseDiscriminator coarse;

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public LaplacianDiscriminator(DiscriminatorArchitecture architecture) : base("LaplacianDiscriminator")
    {
        var picture = architecture.Picture!;
        _pyramid = new LaplacianPyramid(picture);
        details = new ModuleList<ConvolutionalDiscriminator>([.. Enumerable.Range(0, picture.Halvings).Select(level =>
            new ConvolutionalDiscriminator(architecture with
            {
                RowSize = 2 * _pyramid.Numbers(level),
                Picture = new PictureShape(
                    2 * picture.Channels, _pyramid.Sides(level).Height, _pyramid.Sides(level).Width, picture.ChannelsAt(level)),
                Growing = null,
            }))]);
        coarse = new DenseDiscriminator(
            architecture with { RowSize = _pyramid.Numbers(picture.Halvings), Picture = null, Growing = null });
        RegisterComponents();
    }

    /// <summary>How far each size is taken for real.</summary>
    /// <param name="rows">(batch, sum of all sizes' numbers), the finest first.</param>
    /// <param name="condition">(batch, condition).</param>
    /// <returns>(decisions, sizes).</returns>
    public override Tensor forward(Tensor rows, Tensor condition)
    {
        using var scope = NewDisposeScope();
        var pictures = _pyramid.Split(rows);
        var answers = details.Select((level, i) => level.call(
            cat([pictures[i], GrowingPictures.Doubled(GrowingPictures.Halved(pictures[i]))], 1).flatten(1), condition));
        return cat([.. answers, coarse.call(pictures[^1].flatten(1), condition)], 1).MoveToOuterDisposeScope();
    }
}
