using DeepML.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace DeepML.Trainers;

/// <summary>
/// The weights and statistics of a network that is being trained, in one block of memory: each is a view of its place there, under its
/// own name and with its own shape, so that all of them are copied at once.
/// </summary>
/// <remarks>
/// Gathered is what is float32 in the processor's memory, in a row. Modules of users stay as they are: they may hold on to the memory of
/// their weights. Gradients are not gathered: torch hands over those that it has made, and to add them to a block, or to copy them there,
/// cost 2 to 5 % of a step in every size (docs/torchsharp-notes.md); it would also hide which parameters a batch has not reached.
/// </remarks>
internal sealed class FlatParameters : IDisposable
{
    private readonly Dictionary<string, long> _places = [];
    private readonly Tensor _all;

    /// <param name="network">
    /// The network; its tensors stay the same objects. The block lives as long as they do, also after this object is disposed.
    /// </param>
    public FlatParameters(nn.Module network)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        var gathered = IsOurs(network) ? Gatherable(network) : [];
        var length = 0L;
        for (var i = 0; i < gathered.Count; i++)
        {
            var isTied = i > 0 && gathered[i].Address == gathered[i - 1].Address;
            _places[gathered[i].Name] = isTied ? _places[gathered[i - 1].Name] : length;
            length += isTied ? 0 : ElementPass.Padded(gathered[i].Tensor.numel());
        }
        _all = HugePages.Zeros(length).DetachFromDisposeScope();
        foreach (var (name, tensor, _, _) in gathered)
        {
            var place = Part(_all, name, tensor)!;
            place.copy_(tensor);
            tensor.set_(place);
        }
    }

    /// <summary>The block, 1-d; places begin at whole cache lines, and what lies between them is 0.</summary>
    public Tensor All => _all;

    /// <summary>Whether a weight or statistic lies in the block.</summary>
    public bool Holds(string name) => _places.ContainsKey(name);

    /// <summary>A weight's part of the block or of a copy of it.</summary>
    /// <param name="block">As long as <see cref="All"/>.</param>
    /// <param name="name">The weight's name in the network.</param>
    /// <param name="like">The weight.</param>
    /// <returns>A view of the weight's shape; null if it does not lie in the block.</returns>
    public Tensor? Part(Tensor block, string name, Tensor like) =>
        _places.TryGetValue(name, out var place) ? block.narrow(0, place, like.numel()).view(like.shape) : null;

    /// <inheritdoc/>
    public void Dispose() => _all.Dispose();

    private static bool IsOurs(nn.Module network) => network.modules().Append(network)
        .All(module => module.GetType().Assembly is var home
                && (home == typeof(NetworkWeights).Assembly || home == typeof(torch).Assembly));

    // In the order of their addresses: tied weights follow one another. What overlaps in any other way stays where it is.
    private static List<Found> Gatherable(nn.Module network)
    {
        var found = network.state_dict()
            .Where(s => s.Value.dtype == ScalarType.Float32 && s.Value.device_type == DeviceType.CPU && s.Value.is_contiguous()
                && s.Value.numel() > 0)
            .Select(s => new Found(s.Key, s.Value, s.Value.Address(), s.Value.Address() + s.Value.bytes.Length))
            .OrderBy(s => s.Address).ThenBy(s => s.Name, StringComparer.Ordinal).ToList();
        return [.. found.Where(
            a => !found.Exists(b => a.Address < b.End && b.Address < a.End && (a.Address, a.End) != (b.Address, b.End)))];
    }

    // A class, for which lists and queries of the framework are compiled already: this is on the way of every first training.
    private sealed record Found(string Name, Tensor Tensor, nint Address, nint End);
}
