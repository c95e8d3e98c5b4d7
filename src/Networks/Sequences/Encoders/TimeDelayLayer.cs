using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>A causal convolution over some steps, <c>dilation</c> apart, with a rectifier: the answer at one sees no later one.</summary>
internal sealed class TimeDelayLayer : Module<Tensor, Tensor>
{
    [ComponentName(Name = "convolution")] private readonly Conv1d convolution;

    /// <summary>Builds the layer with fresh weights from torch's generator.</summary>
    public TimeDelayLayer(int inputSize, int hiddenSize, int taps, int dilation) : base("TimeDelay")
    {
        // padded at both ends; what looks ahead is cut off
        WeightRoom.Take(hiddenSize, inputSize, taps);
        convolution = Conv1d(inputSize, hiddenSize, taps, padding: (taps - 1) * dilation, dilation: dilation);
        RegisterComponents();
    }

    /// <summary>The answer at each step.</summary>
    /// <param name="steps">(batch, time, input).</param>
    /// <returns>(batch, time, hidden).</returns>
    public override Tensor forward(Tensor steps)
    {
        var channels = steps.transpose(1, 2); // (batch, input, time)
        var delayed = convolution.call(channels).narrow(2, 0, steps.size(1)); // (batch, hidden, time)
        return delayed.relu().transpose(1, 2); // (batch, time, hidden)
    }
}
