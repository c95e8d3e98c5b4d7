using DeepML.Networks;

namespace DeepML;

/// <summary>Makes tables of which inputs an output sees, for layers that are not fully connected.</summary>
public static class ConnectionTable
{
    /// <summary>
    /// Table I of LeCun et al., Proc. IEEE 86 (1998): the maps of S2 that each of the 16 maps of C3 sees; six see three maps next to
    /// each other, six see four, three see two pairs, one sees all. It keeps connections few, and forces maps to become different.
    /// </summary>
    public static IReadOnlyList<IReadOnlyList<int>> LeNet5 { get; } =
    [
        [0, 1, 2], [1, 2, 3], [2, 3, 4], [3, 4, 5], [0, 4, 5], [0, 1, 5],
        [0, 1, 2, 3], [1, 2, 3, 4], [2, 3, 4, 5], [0, 3, 4, 5], [0, 1, 4, 5], [0, 1, 2, 5],
        [0, 1, 3, 4], [1, 2, 4, 5], [0, 2, 3, 5], [0, 1, 2, 3, 4, 5],
    ];

    /// <summary>For each output, different inputs drawn at random.</summary>
    /// <param name="outputs">Units or filters; at least 1.</param>
    /// <param name="inputs">Numbers or channels that come in; at least 1.</param>
    /// <param name="perOutput">Inputs that each output sees; in [1, inputs].</param>
    /// <param name="seed">Fixes the draw.</param>
    /// <returns>One ascending list per output.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside of its range.</exception>
    public static IReadOnlyList<IReadOnlyList<int>> Random(int outputs, int inputs, int perOutput, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(perOutput, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(perOutput, inputs);
        var random = new Random(seed);
        var order = Enumerable.Range(0, inputs).ToArray();
        var table = new int[outputs][];
        for (var output = 0; output < outputs; output++)
        {
            random.Shuffle(order);
            table[output] = [.. order.Take(perOutput).Order()];
        }
        return table;
    }

    /// <summary>Number of connections.</summary>
    internal static long Count(IReadOnlyList<IReadOnlyList<int>> connections) => connections.Sum(inputs => (long)inputs.Count);

    /// <summary>Says what is wrong with a table by itself; null is nothing wrong.</summary>
    internal static void Validate(
        IReadOnlyList<IReadOnlyList<int>>? connections, int outputs, string outputsName, string name, PartFaults faults)
    {
        if (connections is null)
            return;
        if (connections.Count != outputs)
            faults.Add(name, $"a table of {connections.Count} lists", $"one list for each of the {outputs} of {outputsName}");
        for (var output = 0; output < connections.Count; output++)
        {
            var inputs = connections[output];
            if (inputs is not { Count: > 0 })
                faults.Add($"{name}[{output}]", inputs is null ? null : "empty", "a list of at least one input");
            else if (inputs.Any(input => input < 0))
                faults.Add($"{name}[{output}]", inputs.First(input => input < 0), "at least 0: inputs are counted from 0");
            else if (inputs.Distinct().Count() < inputs.Count)
                faults.Add($"{name}[{output}]", string.Join(", ", inputs), "inputs that differ");
        }
    }

    /// <summary>Refuses inputs that are not there.</summary>
    /// <exception cref="LayerSizeException">The table names an input past the last one.</exception>
    internal static void MustFit(IReadOnlyList<IReadOnlyList<int>>? connections, int inputs, string what)
    {
        for (var output = 0; output < (connections?.Count ?? 0); output++)
            if (connections![output].Max() >= inputs)
                throw new LayerSizeException(
                    $"Connections[{output}] names input {connections[output].Max()}, but only {inputs} {what} come in, counted from 0");
    }
}
