using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DeepML.Networks;

/// <summary>
/// Finds the stored rows that are nearest to a row. With several lists only those whose centres are nearest to it are looked through, an
/// inverted file (Sivic and Zisserman, ICCV 2003; Jégou, Douze and Schmid, IEEE TPAMI 33, 2011).
/// </summary>
internal sealed class CaseNetwork : Module<Tensor, FoundCases>, IHasArchitecture
{
    private const int RowsOfPart = 8; // of a batch: enough that a thread is worth it

    [ComponentName(Name = "cases")] private readonly Tensor cases; // (rows, width), one list after the other
    [ComponentName(Name = "classes")] private readonly Tensor classes; // (rows) int64, from 0
    [ComponentName(Name = "numbers")] private readonly Tensor numbers; // (rows) int64: which row of the training each was
    [ComponentName(Name = "centres")] private readonly Tensor centres; // (lists, width)
    [ComponentName(Name = "starts")] private readonly Tensor starts; // (lists + 1) int64: where each list begins, and the last ends

    /// <summary>Builds a network whose rows are all 0, in the first list.</summary>
    public CaseNetwork(CaseArchitecture architecture) : base("Cases")
    {
        Architecture = architecture;
        cases = WeightRoom.Zeros(architecture.Rows, architecture.Width);
        classes = WeightRoom.WholeZeros(architecture.Rows);
        numbers = WeightRoom.WholeZeros(architecture.Rows);
        centres = WeightRoom.Zeros(architecture.Lists, architecture.Width);
        starts = WeightRoom.WholeZeros(architecture.Lists + 1);
        RegisterComponents();
    }

    /// <inheritdoc/>
    object IHasArchitecture.Architecture => Architecture;

    /// <summary>Sizes, and how rows are searched.</summary>
    public CaseArchitecture Architecture { get; private set; }

    /// <summary>Stores rows.</summary>
    /// <param name="rows">(rows, width), float32, in the order of the training.</param>
    /// <param name="labels">(rows), int64: their classes, from 0.</param>
    /// <param name="number">(rows), int64: which row of the data each is.</param>
    /// <param name="centre">(lists, width); anything for one list.</param>
    public void Store(Tensor rows, Tensor labels, Tensor number, Tensor centre)
    {
        using var gradientsOff = no_grad();
        using var scope = NewDisposeScope();
        centres.copy_(centre);
        var lists = Architecture.Lists == 1 ? zeros_like(labels) : CaseLists.Nearest(rows, centre);
        var places = Ranges.Below(rows.size(0), rows.device);
        var order = lists.Times(rows.size(0)).Plus(places).argsort(); // within a list in the order of the training
        cases.copy_(rows.index_select(0, order));
        classes.copy_(labels.index_select(0, order));
        numbers.copy_(number.index_select(0, order));
        var ends = lists.bincount(null, Architecture.Lists).cumsum(0);
        starts.narrow(0, 1, Architecture.Lists).copy_(ends);
    }

    /// <summary>Where each list begins, and the last ends.</summary>
    public long[] Starts => starts.ReadAll<long>();

    /// <summary>The smallest and the largest class of the stored rows.</summary>
    public (long Least, long Most) ClassRange => (classes.min().Read<long>(), classes.max().Read<long>());

    /// <summary>Looks through more or fewer lists from now on.</summary>
    public void Probe(int lists) => Architecture = Architecture with { Probes = lists };

    /// <summary>Finds the nearest rows.</summary>
    /// <param name="input">(batch, width), float32, on the processor.</param>
    public override FoundCases forward(Tensor input) => Find(input, Architecture.Count, Architecture.Probes);

    /// <summary>Finds the nearest rows.</summary>
    /// <param name="input">(batch, width), float32, on the processor.</param>
    /// <param name="count">How many.</param>
    /// <param name="probes">Lists that are looked through; as many as there are lists look at every row.</param>
    public FoundCases Find(Tensor input, int count, int probes)
    {
        using var queries = input.contiguous();
        var batch = (int)queries.size(0);
        var found = new FoundCases(batch, count, Architecture.Classes);
        var parts = (batch + RowsOfPart - 1) / RowsOfPart;
        if (parts < 2)
            FindPart(queries, 0, batch, found, probes);
        else
            Parallel.For(0, parts, part => FindPart(
                queries, part * RowsOfPart, Math.Min(batch, (part + 1) * RowsOfPart), found, probes));
        return found;
    }

    private void FindPart(Tensor queries, int from, int to, FoundCases found, int probes)
    {
        var width = Architecture.Width;
        var rows = Floats(cases);
        var asked = Floats(queries);
        var middles = Floats(centres);
        var begins = Wholes(starts);
        var labels = Wholes(classes);
        var places = Wholes(numbers);
        var all = probes >= Architecture.Lists;
        var lists = new NearestFew(all ? 1 : probes);
        var nearest = new NearestFew(found.Count);
        for (var row = from; row < to; row++)
        {
            var query = asked.Slice(row * width, width);
            nearest.Clear();
            if (all)
                nearest.Look(rows, query, 0, Architecture.Rows);
            else
            {
                lists.Clear();
                lists.Look(middles, query, 0, Architecture.Lists);
                for (var i = 0; i < lists.Held; i++)
                    nearest.Look(rows, query, (int)begins[lists.Place(i)], (int)begins[lists.Place(i) + 1]);
            }
            found.Take(row, nearest, labels, places);
        }
    }

    private static ReadOnlySpan<float> Floats(Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static ReadOnlySpan<long> Wholes(Tensor tensor) => MemoryMarshal.Cast<byte, long>(tensor.bytes);
}
