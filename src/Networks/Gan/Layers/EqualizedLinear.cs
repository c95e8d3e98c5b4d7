using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>A dense layer whose weights all learn equally fast, as those of an <see cref="EqualizedConvolution"/>.</summary>
internal sealed class EqualizedLinear : Module<Tensor, Tensor>
{
    [ComponentName(Name = "weight")] private readonly Parameter weight;
    [ComponentName(Name = "bias")] private readonly Parameter? bias;
    private readonly EqualizedRate _rate;

    /// <param name="inputs">Numbers that are read.</param>
    /// <param name="outputs">Numbers of the answer.</param>
    /// <param name="gain">Deviation of the answer for inputs of deviation 1: √2 before a rectifier, 1 where nothing follows.</param>
    /// <param name="hasBias">Whether numbers are added.</param>
    /// <param name="pace">How fast it learns beside others.</param>
    public EqualizedLinear(long inputs, long outputs, double gain, bool hasBias = true, double pace = 1) : base("EqualizedLinear")
    {
        WeightRoom.Take(outputs, inputs);
        _rate = new EqualizedRate(inputs, gain, pace);
        weight = new Parameter(_rate.Draw(outputs, inputs));
        bias = hasBias ? new Parameter(WeightRoom.Zeros(outputs)) : null;
        RegisterComponents();
    }

    /// <summary>What is added to each number, (outputs); null for nothing.</summary>
    public Tensor? Bias => bias;

    /// <summary>The weights as they are used, (outputs, inputs); the caller's to dispose.</summary>
    public Tensor Used => weight.Times(_rate.Factor);

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var used = Used;
        return functional.linear(input, used, bias); // (batch, outputs)
    }
}
