using DeepML.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// Weights as one training batch sees them: some set to 0 (DropConnect, Wan et al., ICML 2013), all with noise (Graves, NeurIPS 2011).
/// They are put back before they are moved. Drawn from torch's default generator.
/// </summary>
/// <param name="parameters">The weights.</param>
/// <param name="dropped">Share of the weights of layers, not of biases, that are 0; the others are scaled up.</param>
/// <param name="noise">Standard deviation of what is added to each.</param>
internal sealed class WeightPerturbation(IReadOnlyList<Parameter> parameters, double dropped, double noise) : IDisposable
{
    private readonly Tensor?[] _clean = new Tensor?[parameters.Count];
    private readonly Tensor?[] _masks = new Tensor?[parameters.Count];

    /// <summary>Whether weights are not as they are kept.</summary>
    public bool IsOn { get; private set; }

    /// <summary>Draws what a batch sees.</summary>
    public void Begin()
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        IsOn = true;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (_clean[i] is { } kept)
                kept.copy_(parameters[i]);
            else
                _clean[i] = parameters[i].detach().clone().DetachFromDisposeScope();
            if (dropped > 0 && parameters[i].dim() > 1)
                Drop(i);
            if (noise > 0)
                parameters[i].PlusInPlace(randn_like(parameters[i]), noise);
        }
    }

    /// <summary>Puts the weights back; of no effect where they are.</summary>
    public void End()
    {
        if (!IsOn)
            return;
        using var gradientsOff = no_grad();
        IsOn = false;
        for (var i = 0; i < parameters.Count; i++)
            parameters[i].copy_(_clean[i]!);
    }

    /// <summary>By what a gradient with regard to the weights that the batch saw is one with regard to those kept; null for 1.</summary>
    /// <param name="parameter">Place of the parameter.</param>
    public Tensor? SlopeOf(int parameter) => _masks[parameter];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in _clean.Concat(_masks))
            tensor?.Dispose();
    }

    private void Drop(int i)
    {
        var mask = rand(parameters[i].shape, device: parameters[i].device).ge(Numbers.Kept(dropped)).to(parameters[i].dtype)
            .Over(1 - dropped);
        if (_masks[i] is { } last)
            last.copy_(mask);
        else
            _masks[i] = mask.DetachFromDisposeScope();
        parameters[i].mul_(mask);
    }
}
