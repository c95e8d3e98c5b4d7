using DeepML.Networks;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>A copy of all weights and buffers of a network, to go back to.</summary>
/// <param name="network">The network.</param>
/// <param name="flat">Its weights as one block, which is copied at once; null copies each by itself.</param>
internal sealed class WeightSnapshot(nn.Module network, FlatParameters? flat = null) : IDisposable
{
    private Dictionary<string, Tensor>? _copies;
    private Tensor? _block;

    /// <summary>Whether there is nothing to go back to.</summary>
    public bool IsEmpty => _copies is null;

    /// <summary>The copies, by name; empty before <see cref="Take"/>.</summary>
    public IReadOnlyDictionary<string, Tensor> Copies => _copies ?? [];

    /// <summary>Copies the network's weights, over an earlier copy.</summary>
    public void Take()
    {
        using var gradientsOff = no_grad();
        var state = network.state_dict();
        if (_copies is not null)
        {
            _block?.copy_(flat!.All);
            NetworkWeights.Copy(Outside(state), Outside(_copies));
            return;
        }
        using var scope = NewDisposeScope();
        _block = flat is null ? null : HugePages.For(empty_like(flat.All)).copy_(flat.All).DetachFromDisposeScope();
        _copies = state.ToDictionary(
            s => s.Key, s => (flat?.Part(_block!, s.Key, s.Value) ?? s.Value.detach().clone()).DetachFromDisposeScope());
    }

    /// <summary>Puts the copies back into the network; nothing if there are none.</summary>
    public void Restore()
    {
        if (_copies is null)
            return;
        using var gradientsOff = no_grad();
        if (_block is not null)
            flat!.All.copy_(_block);
        NetworkWeights.Copy(Outside(_copies), Outside(network.state_dict()));
    }

    /// <summary>Forgets the copies.</summary>
    public void Forget()
    {
        foreach (var copy in Copies.Values)
            copy.Dispose();
        _block?.Dispose();
        (_copies, _block) = (null, null);
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private Dictionary<string, Tensor> Outside(Dictionary<string, Tensor> all) =>
        flat is null ? all : all.Where(named => !flat.Holds(named.Key)).ToDictionary();
}
