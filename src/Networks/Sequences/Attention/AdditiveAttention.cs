using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Additive attention: eₜ = vᵀ tanh(W hₜ + U s), weights softmax(e), context Σ aₜ hₜ (Bahdanau, Cho and Bengio, arXiv:1409.0473).
/// </summary>
internal sealed class AdditiveAttention : Module<Tensor, Tensor>
{
    [ComponentName(Name = "memory")] private readonly Linear memory;
    [ComponentName(Name = "query")] private readonly Linear query;
    [ComponentName(Name = "energy")] private readonly Linear energy;

    /// <param name="memorySize">Numbers per step that is looked at.</param>
    /// <param name="querySize">Numbers in the state that looks.</param>
    /// <param name="size">Numbers in which both are compared.</param>
    public AdditiveAttention(int memorySize, int querySize, int size) : base("AdditiveAttention")
    {
        memory = WeightRoom.Linear(memorySize, size, hasBias: false);
        query = WeightRoom.Linear(querySize, size);
        energy = WeightRoom.Linear(size, 1, hasBias: false);
        RegisterComponents();
    }

    /// <summary>W hₜ for every step: the same for every state that looks, so it is computed once.</summary>
    /// <param name="steps">(batch, time, memory).</param>
    /// <returns>(batch, time, size).</returns>
    public override Tensor forward(Tensor steps) => memory.call(steps);

    /// <summary>What a state sees.</summary>
    /// <param name="steps">(batch, time, memory).</param>
    /// <param name="prepared">Of <see cref="forward"/>.</param>
    /// <param name="mask">(batch, time), bool: steps that belong to their sequence; null for all.</param>
    /// <param name="state">(batch, query).</param>
    /// <returns>Context (batch, memory) and weights (batch, time).</returns>
    public (Tensor Context, Tensor Weights) Look(Tensor steps, Tensor prepared, Tensor? mask, Tensor state)
    {
        var compared = prepared.Plus(query.call(state).unsqueeze(1)).tanh(); // (batch, time, size)
        var energies = energy.call(compared).squeeze(2); // (batch, time)
        if (mask is not null)
            energies = energies.masked_fill(mask.logical_not(), Numbers.Kept(double.NegativeInfinity));
        var weights = energies.softmax(1);
        return (weights.unsqueeze(1).bmm(steps).squeeze(1), weights);
    }
}
