using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>The generators of a <see cref="LaplacianPyramidGenerator"/>.</summary>
internal sealed class LaplacianGeneratorNetwork : Module<Tensor, Tensor, Tensor>, ILearnsByLevels
{
    private readonly LaplacianPyramid _pyramid;
    private readonly int _latents; // of each size; the coarsest has what is left
    private readonly int _innerHeight;
    private readonly int _innerWidth;
    private readonly int _channels;
    [ComponentName(Name = "coarse")] private readonly DenseGenerator coarse;
    [ComponentName(Name = "details")] private readonly ModuleList<LaplacianDetails> details; // the finest first

    /// <summary>Builds the network with fresh weights from torch's generator.</summary>
    public LaplacianGeneratorNetwork(GeneratorArchitecture architecture) : base("LaplacianGenerator")
    {
        var picture = architecture.Picture!;
        _pyramid = new LaplacianPyramid(picture);
        _latents = architecture.LatentSize / _pyramid.Levels;
        (_innerHeight, _innerWidth) = picture.Inner;
        _channels = picture.Channels;
        coarse = new DenseGenerator(architecture with
        {
            Blocks = [new RowBlock(RowBlockKind.Bounded, _pyramid.Numbers(picture.Halvings))],
            LatentSize = architecture.LatentSize - (picture.Halvings * _latents),
            Picture = null,
            Growing = null,
        });
        details = new ModuleList<LaplacianDetails>([.. Enumerable.Range(0, picture.Halvings).Select(level => new LaplacianDetails(
            _latents, architecture.ConditionSize, _channels, _pyramid.Sides(level), picture.ChannelsAt(level)))]);
        RegisterComponents();
    }

    /// <inheritdoc/>
    public Tensor Shown(Tensor rows)
    {
        using var scope = NewDisposeScope();
        return _pyramid.Of(rows).MoveToOuterDisposeScope();
    }

    /// <summary>Of each size a picture that has its details from noise and what is coarse of it from a real one.</summary>
    /// <inheritdoc/>
    public Tensor Try(Tensor noise, Tensor condition, Tensor shown)
    {
        using var scope = NewDisposeScope();
        var real = _pyramid.Split(shown);
        return LaplacianPyramid.Joined(
            [.. details.Select((level, i) => level.call(real[i + 1], NoiseOf(noise, i), condition)), Coarse(noise, condition)])
            .MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor noise, Tensor condition)
    {
        using var scope = NewDisposeScope();
        var made = Coarse(noise, condition); // (batch, channels, inner sides)
        for (var level = details.Count - 1; level >= 0; level--)
            made = details[level].call(made, NoiseOf(noise, level), condition); // (batch, channels, doubled sides)
        return made.flatten(1).MoveToOuterDisposeScope(); // (batch, row)
    }

    private Tensor Coarse(Tensor noise, Tensor condition) =>
        coarse.call(NoiseOf(noise, details.Count), condition).tanh().reshape(noise.size(0), _channels, _innerHeight, _innerWidth);

    private Tensor NoiseOf(Tensor noise, int level)
    {
        var start = level * (long)_latents;
        return noise.narrow(1, start, level == details.Count ? noise.size(1) - start : _latents);
    }
}
