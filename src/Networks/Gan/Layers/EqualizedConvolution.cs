using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// A convolution over squares of pixels, sides as they were, whose weights all learn equally fast: they are drawn with deviation 1 and
/// multiplied by He's constant whenever they are used (Karras et al., arXiv:1710.10196, section 4.1).
/// </summary>
internal sealed class EqualizedConvolution : Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private readonly Parameter weight;
    [ComponentName(Name = "bias")] private readonly Parameter bias;
    private readonly EqualizedRate _rate;
    private readonly long _padding;

    /// <param name="from">Channels that are read.</param>
    /// <param name="to">Channels of the answer.</param>
    /// <param name="kernel">Pixels of a side; odd.</param>
    /// <param name="gain">Deviation of the answer for inputs of deviation 1: √2 before a rectifier, 1 where nothing follows.</param>
    public EqualizedConvolution(int from, int to, int kernel, double gain) : base("EqualizedConvolution")
    {
        WeightRoom.Take(to, from, kernel, kernel);
        _rate = new EqualizedRate((long)from * kernel * kernel, gain);
        weight = new Parameter(_rate.Draw(to, from, kernel, kernel));
        bias = new Parameter(WeightRoom.Zeros(to));
        _padding = kernel / 2;
        RegisterComponents();
    }

    /// <summary>What is added to each channel, (to).</summary>
    public Tensor Bias => bias;

    /// <summary>The weights as they are used, (to, from, kernel, kernel); the caller's to dispose.</summary>
    public Tensor Used => weight.Times(_rate.Factor);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var used = Used;
        return functional.conv2d(input, used, bias, padding: [_padding, _padding]); // (batch, to, height, width)
    }
}
