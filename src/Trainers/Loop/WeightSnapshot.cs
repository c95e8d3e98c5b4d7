using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>A copy of all weights and buffers of a network, to go back to.</summary>
internal sealed class WeightSnapshot(nn.Module network) : IDisposable
{
    private Dictionary<string, Tensor>? _copies;

    /// <summary>Whether there is nothing to go back to.</summary>
    public bool IsEmpty => _copies is null;

    /// <summary>The copies, by name; empty before <see cref="Take"/>.</summary>
    public IReadOnlyDictionary<string, Tensor> Copies => _copies ?? [];

    /// <summary>Copies the network's weights, over an earlier copy.</summary>
    public void Take()
    {
        using var gradientsOff = no_grad();
        var state = network.state_dict();
        if (_copies is null)
            _copies = state.ToDictionary(s => s.Key, s => s.Value.detach().clone().DetachFromDisposeScope());
        else
            NetworkWeights.Copy(state, _copies);
    }

    /// <summary>Puts the copies back into the network; nothing if there are none.</summary>
    public void Restore()
    {
        if (_copies is not null)
            NetworkWeights.Copy(_copies, network.state_dict());
    }

    /// <summary>Forgets the copies.</summary>
    public void Forget()
    {
        foreach (var copy in Copies.Values)
            copy.Dispose();
        _copies = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();
}
