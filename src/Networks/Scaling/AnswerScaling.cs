using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>Brings answers of about unit size back to the size of the labels: z · factor + centre. Learned from labels, saved with the weights.</summary>
internal sealed class AnswerScaling : Module<Tensor, Tensor>
{
    [ComponentName(Name = "centre")] private readonly Tensor centre;
    [ComponentName(Name = "factor")] private readonly Tensor factor;

    /// <summary>A scaling that changes nothing, until <see cref="Set"/>.</summary>
    /// <param name="width">Numbers in the answer.</param>
    public AnswerScaling(long width) : base("AnswerScaling")
    {
        centre = WeightRoom.Zeros(width).DetachFromDisposeScope();
        factor = WeightRoom.Ones(width).DetachFromDisposeScope();
        RegisterComponents();
    }

    /// <summary>Takes what was learned from labels.</summary>
    /// <param name="middle">Added, the same for each number of the answer.</param>
    /// <param name="spread">Multiplied with, above 0.</param>
    public void Set(float middle, float spread)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        centre.copy_(tensor([middle]));
        factor.copy_(tensor([spread]));
    }

    /// <summary>What is multiplied with.</summary>
    public float Factor => First(factor);

    /// <summary>What is added.</summary>
    public float Centre => First(centre);

    /// <summary>Scales answers.</summary>
    /// <param name="input">(…, width).</param>
    /// <returns>The same shape.</returns>
    public override Tensor forward(Tensor input) => (input * factor).Plus(centre);

    private static float First(Tensor of)
    {
        using var first = of.narrow(0, 0, 1);
        return first.Read<float>();
    }
}
