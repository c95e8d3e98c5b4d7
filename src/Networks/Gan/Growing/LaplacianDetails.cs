using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Adds details to pictures of half the sides: a generator of Denton et al., arXiv:1506.05751, section 3.2.</summary>
internal sealed class LaplacianDetails : Module<Tensor, Tensor, Tensor, Tensor>
{
    /// <summary>Channels of what is not the picture: the paper's, one of noise and one of the class; here each may be of both.</summary>
    public const int Planes = 2;

    private readonly (int Height, int Width) _sides;
    private readonly double _conditionScale;
    [ComponentName(Name = "project")] private readonly EqualizedLinear project;
    [ComponentName(Name = "layers")] private readonly Sequential layers;

    /// <param name="latents">Numbers of noise.</param>
    /// <param name="conditions">Numbers of the condition.</param>
    /// <param name="channels">Channels of a picture.</param>
    /// <param name="sides">Sides of the pictures that are made; even.</param>
    /// <param name="filters">Channels of the hidden layers.</param>
    public LaplacianDetails(int latents, int conditions, int channels, (int Height, int Width) sides, int filters)
        : base("LaplacianDetails")
    {
        _sides = sides;
        _conditionScale = Math.Sqrt(latents);
        project = new EqualizedLinear((long)latents + conditions, (long)Planes * sides.Height * sides.Width, gain: 1);
        layers = Sequential(
            ("conv1", new EqualizedConvolution(channels + Planes, filters, 3, Math.Sqrt(2))), ("activation1", ReLU()),
            ("conv2", new EqualizedConvolution(filters, filters, 3, Math.Sqrt(2))), ("activation2", ReLU()),
            ("conv3", new EqualizedConvolution(filters, channels, 3, gain: 1)));
        RegisterComponents();
    }

    /// <summary>Pictures with details. Halved again they are what was given: the details are a band.</summary>
    /// <param name="coarse">(batch, channels, height / 2, width / 2).</param>
    /// <param name="noise">(batch, latents).</param>
    /// <param name="condition">(batch, conditions).</param>
    /// <returns>(batch, channels, height, width).</returns>
    public override Tensor forward(Tensor coarse, Tensor noise, Tensor condition)
    {
        using var scope = NewDisposeScope();
        var doubled = GrowingPictures.Doubled(coarse); // (batch, channels, height, width)
        var planes = project.call(cat([noise, condition.Times(_conditionScale)], 1))
            .reshape(noise.size(0), Planes, _sides.Height, _sides.Width);
        return doubled.Plus(GrowingPictures.Band(layers.call(cat([doubled, planes], 1)))).MoveToOuterDisposeScope();
    }
}
