using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// The discriminator as it will be some steps later, as a function of the generator's weights: θ⁰ = θ, θᵏ⁺¹ = θᵏ − step(∇L(θᵏ)).
/// The generator goes down the slope of its loss against the last θ, through all steps that lead there:
/// Metz et al., arXiv:1611.02163, equations 7 to 11.
/// </summary>
internal sealed class UnrolledDiscriminator : IDisposable
{
    private readonly nn.Module<Tensor, Tensor, Tensor>[] _ahead; // after 0, 1, … steps: copies, so that each keeps the weights of its graph
    private readonly UnrolledStep _step;

    /// <param name="steps">Steps ahead; at least 1.</param>
    /// <param name="step">The rule of a step.</param>
    /// <param name="build">Makes a network like the discriminator, whatever its weights; each is disposed with this.</param>
    public UnrolledDiscriminator(int steps, UnrolledStep step, Func<nn.Module<Tensor, Tensor, Tensor>> build)
    {
        _step = step;
        _ahead = [.. Enumerable.Range(0, steps + 1).Select(_ => build())];
    }

    /// <summary>The generator's loss against the discriminator some steps ahead.</summary>
    /// <param name="discriminator">Where the steps start; it is left as it is.</param>
    /// <param name="generator">The weights that the loss reaches.</param>
    /// <param name="learningRate">Size of a step.</param>
    /// <param name="discriminatorLoss">What a step goes down: 0-d, with a graph to the discriminator's and the generator's weights.</param>
    /// <param name="generatorLoss">The loss against the last discriminator: 0-d.</param>
    /// <returns>0-d: the loss, whose slope to the generator's weights includes the one through the steps.</returns>
    public Tensor Loss(
        nn.Module discriminator, IReadOnlyList<Tensor> generator, double learningRate,
        Func<nn.Module<Tensor, Tensor, Tensor>, Tensor> discriminatorLoss, Func<nn.Module<Tensor, Tensor, Tensor>, Tensor> generatorLoss)
    {
        NetworkWeights.Copy(discriminator.state_dict(), _ahead[0].state_dict());
        var states = new List<UnrolledState>();
        var slopes = new List<Tensor>(); // of each step, with a graph to the weights that it depends on
        var state = UnrolledState.At(Flat(Weights(_ahead[0])).detach());
        for (var k = 0; k < _ahead.Length - 1; k++)
        {
            states.Add(state);
            slopes.Add(Flat(Slopes(discriminatorLoss(_ahead[k]), Weights(_ahead[k]), graph: true)));
            state = _step.Next(state, slopes[k].detach(), learningRate, k + 1).Detached();
            NetworkWeights.Copy(_ahead[k].state_dict(), _ahead[k + 1].state_dict());
            Write(state.Weights, Weights(_ahead[k + 1]));
        }
        var loss = generatorLoss(_ahead[^1]);
        var last = Weights(_ahead[^1]);
        var direct = Slopes(loss, [.. last, .. generator]);
        var through = SlopesThroughSteps(states, slopes, Flat(direct.Take(last.Length)), generator, learningRate);
        // Terms of value 0 hand the slopes to whoever goes down the loss, and leave none with the copies.
        return generator.Zip(direct.Skip(last.Length), through)
            .Select(weight => ((weight.First - weight.First.detach()) * weight.Second.Plus(weight.Third)).sum())
            .Aggregate(loss.detach(), (sum, term) => sum.Plus(term));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var copy in _ahead)
            copy.Dispose();
    }

    // From the last step to the first: what the loss owes to the weights before a step it owes to those after it, by way of the
    // step's rule, and by way of the slope that the step went down; the latter also depends on the generator.
    private Tensor[] SlopesThroughSteps(
        List<UnrolledState> states, List<Tensor> slopes, Tensor owedToWeights, IReadOnlyList<Tensor> generator, double learningRate)
    {
        Tensor[] through = [.. generator.Select(weight => zeros_like(weight))];
        var owed = UnrolledState.At(owedToWeights);
        for (var k = states.Count - 1; k >= 0; k--)
        {
            var before = states[k].AsLeaves();
            var slope = slopes[k].detach().requires_grad_(true);
            var after = _step.Next(before, slope, learningRate, k + 1);
            var bySlope = Slopes(Product(after, owed), [.. before.Parts, slope]);
            var weights = k == 0 ? [] : Weights(_ahead[k]);
            var second = Slopes((slopes[k] * bySlope[^1]).sum(), [.. generator, .. weights]);
            for (var i = 0; i < through.Length; i++)
                through[i].PlusInPlace(second[i]);
            owed = UnrolledState.Of(bySlope);
            if (k > 0)
                owed = owed with { Weights = owed.Weights.Plus(Flat(second[generator.Count..])) };
        }
        return through;
    }

    private static Tensor Product(UnrolledState after, UnrolledState owed) =>
        after.Parts.Zip(owed.Parts, (value, share) => (value * share).sum()).Aggregate((a, b) => a.Plus(b));

    // Weights that a value does not depend on have slope 0; the added zeros let torch find them.
    private static Tensor[] Slopes(Tensor value, Tensor[] weights, bool graph = false)
    {
        var touching = weights.Aggregate(value, (sum, weight) => sum.Plus(weight.sum(), 0));
        return [.. autograd.grad([touching], weights, retain_graph: true, create_graph: graph)];
    }

    private static Tensor[] Weights(nn.Module network) => [.. network.parameters()];

    private static Tensor Flat(IEnumerable<Tensor> tensors) => cat([.. tensors.Select(t => t.reshape(-1))]); // (all weights)

    // A copy: after nn.utils.vector_to_parameters the weights would be the vector itself, which the next steps read.
    private static void Write(Tensor flat, Tensor[] weights)
    {
        using var gradientsOff = no_grad();
        var start = 0L;
        foreach (var weight in weights)
        {
            weight.copy_(flat.narrow(0, start, weight.numel()).reshape(weight.shape));
            start += weight.numel();
        }
    }
}
