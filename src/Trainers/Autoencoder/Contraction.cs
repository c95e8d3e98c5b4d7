using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>The squared Frobenius norm of the code's derivative by the input, ‖∂h/∂x‖²_F (Rifai et al., ICML 2011).</summary>
internal static class Contraction
{
    /// <summary>Mean over rows, with a graph, so that it can be minimized.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">(batch, input).</param>
    /// <param name="code">Its code, (batch, code).</param>
    /// <returns>0-d.</returns>
    public static Tensor Penalty(AutoencoderNetwork network, Tensor input, Tensor code) =>
        HasClosedForm(network.Architecture) ? OneLayer(network, code) : ByAutograd(network, input, createGraph: true);

    /// <summary>Whether the norm of one layer can be written down: for each unit its slope, squared, times its weights, squared.</summary>
    public static bool HasClosedForm(AutoencoderArchitecture a) =>
        a is
        {
            HiddenSizes: [], Convolution: null, CodesKept: null,
            CodeActivation: Activation.Sigmoid or Activation.Tanh or Activation.Identity
        };

    /// <summary>Mean over rows for one layer: Σⱼ f'(aⱼ)² Σᵢ Wⱼᵢ².</summary>
    public static Tensor OneLayer(AutoencoderNetwork network, Tensor code)
    {
        var weights = network.EncoderLayers[0].weight!.Squared().sum(dim: 1); // (code)
        var slopes = network.Architecture.CodeActivation switch
        {
            Activation.Sigmoid => code * code.SubtractedFrom(1),
            Activation.Tanh => code.Squared().SubtractedFrom(1),
            _ => ones_like(code),
        };
        return slopes.Squared().mv(weights).mean();
    }

    /// <summary>Mean over rows for any network: one pass backwards per number of the code.</summary>
    /// <param name="network">The network.</param>
    /// <param name="input">(batch, input).</param>
    /// <param name="createGraph">Whether the result can be differentiated again.</param>
    public static Tensor ByAutograd(AutoencoderNetwork network, Tensor input, bool createGraph)
    {
        using var gradientsOn = enable_grad();
        var x = input.detach().requires_grad_();
        var code = network.Encode(x); // (batch, code)
        Tensor? total = null;
        for (var j = 0L; j < code.size(1); j++)
        {
            var slopes = autograd.grad([code.select(1, j).sum()], [x], retain_graph: true, create_graph: createGraph)[0]; // (batch, input)
            var norm = slopes.Squared().sum();
            total = total is null ? norm : total.Plus(norm);
        }
        return total!.Over(input.size(0));
    }
}
