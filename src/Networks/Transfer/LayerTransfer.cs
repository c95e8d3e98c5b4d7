using static TorchSharp.torch;

namespace DeepML.Networks;

/// <summary>Copies layers from network to network, from one family to another too.</summary>
internal static class LayerTransfer
{
    private const int MostShown = 12;

    /// <summary>Copies the body, and on request the head.</summary>
    /// <param name="from">The weights; they stay the caller's.</param>
    /// <param name="into">The network; its body may go on where that of the weights ends.</param>
    /// <param name="form">What both are.</param>
    /// <param name="keepHead">Whether the head is taken over too.</param>
    /// <param name="faults">What does not fit beside the weights.</param>
    /// <exception cref="ArgumentException">A weight is missing, has no place, or has another shape: all are listed.</exception>
    public static TakenLayers Copy(
        IReadOnlyDictionary<string, Tensor> from, nn.Module into, TransferForm form, bool keepHead, IEnumerable<string> faults)
    {
        var (target, names) = (into.state_dict(), form.NamesOf(from.Keys.ToArray()));
        var places = form.NamesOf(target.Keys);
        var sources = names.ToDictionary(name => name.Value.Name, name => name.Key);
        var blocks = names.Values.Where(name => name.Part == TransferPart.Body).Select(name => name.Block).DefaultIfEmpty().Max();
        var copies = new List<(string Name, Tensor From, Tensor To)>();
        var differences = faults.ToList();
        foreach (var (name, place) in places.OrderBy(place => place.Key, StringComparer.Ordinal))
        {
            var isNew = place.Part == TransferPart.Head ? !keepHead : place.Part == TransferPart.Body && place.Block > blocks;
            if (isNew || (place.Part == TransferPart.Bridge && !sources.ContainsKey(place.Name)))
                continue;
            if (!sources.TryGetValue(place.Name, out var source))
                differences.Add($"it has nothing for '{name}'");
            else if (!from[source].shape.SequenceEqual(target[name].shape))
                differences.Add($"its '{source}' is {Shape(from[source])} where {Shape(target[name])} is needed");
            else
                copies.Add((name, from[source], target[name]));
        }
        var known = places.Values.Select(place => place.Name).ToHashSet();
        differences.AddRange(from.Keys.Where(HasNoPlace).Order(StringComparer.Ordinal).Select(name => $"its '{name}' has no place here"));
        if (differences.Count == 0 && blocks == 0 && !keepHead)
            differences.Add("it has no layer before the one that gives its answer");
        if (differences.Count > 0)
            throw new ArgumentException($"The weights belong to another network: {Listed(differences)}.", nameof(from));
        using var gradientsOff = no_grad();
        foreach (var (_, source, place) in copies)
            place.copy_(source);
        return new TakenLayers(blocks, copies.ToDictionary(copy => copy.Name, copy => places[copy.Name]));

        bool HasNoPlace(string weight) => !names.TryGetValue(weight, out var name)
            || (!known.Contains(name.Name) && (name.Part == TransferPart.Body || (name.Part == TransferPart.Head && keepHead)));
    }

    /// <summary>Differences for one sentence: the first dozen.</summary>
    public static string Listed(IReadOnlyList<string> differences) =>
        string.Join("; ", differences.Take(MostShown))
            + (differences.Count > MostShown ? $"; and {differences.Count - MostShown} more" : "");

    private static string Shape(Tensor tensor) => $"[{string.Join("x", tensor.shape)}]";
}
