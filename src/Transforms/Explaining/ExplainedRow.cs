using System.Globalization;
using DeepML.Data;
using DeepML.Networks;
using Microsoft.ML;
using Microsoft.ML.Data;
using static TorchSharp.torch;

namespace DeepML.Transforms;

/// <summary>A row as the network reads it, beside the baseline, with names for its numbers.</summary>
/// <param name="Row">(1, …).</param>
/// <param name="Baseline">The same shape.</param>
/// <param name="Lengths">(1), the steps of a sequence; null for other rows.</param>
/// <param name="Names">One per number.</param>
/// <param name="Groups">Numbers that are covered together, by their places.</param>
internal sealed record ExplainedRow(Tensor Row, Tensor Baseline, Tensor? Lengths, string[] Names, int[][] Groups)
{
    /// <summary>Reads a row of data, into the caller's dispose scope.</summary>
    /// <exception cref="ArgumentException">The baseline does not fit.</exception>
    /// <exception cref="InvalidOperationException">The row cannot be scored.</exception>
    public static ExplainedRow Read(PredictionTransformer model, IDataView data, long row, ExplanationOptions options)
    {
        var column = model.Inputs[0];
        SchemaFaults.Check(data.Schema, [column]);
        using var cursor = data.GetRowCursor([.. column.Parts.Select(part => data.Schema[part.Name])]);
        for (var i = 0L; i <= row; i++)
            if (!cursor.MoveNext())
                throw new ArgumentOutOfRangeException(nameof(row), row, $"The data have {i} rows.");
        var block = new ColumnBlock(column, 1);
        if (!column.Bind(cursor)(block, 0) || !model.Scorable.Holds(column, block, 0, row))
            throw new InvalidOperationException(
                $"Row {row} cannot be scored, as column '{column.Name}' cannot be read or holds NaN or infinity: there is nothing to "
                + "explain.");
        var tensors = block.Tensors(1, model.Device).Select(tensor => InScope(tensor.Tensor)).ToArray();
        var steps = column.HasLengths ? (int)block.Lengths[0] : 0;
        var read = column.HasLengths ? tensors[0].narrow(1, 0, Math.Max(1, steps) * StepSize(column)) : tensors[0];
        return new ExplainedRow(
            read, BaselineOf(model, column, read, options), tensors.ElementAtOrDefault(1),
            NamesOf(column, data.Schema, (int)read[0].numel()), GroupsOf(column, (int)read[0].numel(), options));
    }

    private static Tensor InScope(Tensor tensor)
    {
        using (tensor)
            return tensor.is_sparse ? tensor.to_dense() : tensor.alias();
    }

    private static int StepSize(SizedColumn column) => column is SequenceInput sequence ? sequence.Shape.StepSize : column.Width;

    private static Tensor BaselineOf(PredictionTransformer model, SizedColumn column, Tensor row, ExplanationOptions options)
    {
        if (options.Baseline is not { } given)
            return UsualRow(model, column, row);
        var width = StepSize(column);
        if (given.Count != width)
            throw new ArgumentException(
                $"{nameof(ExplanationOptions.Baseline)} holds {given.Count} numbers; {(column.HasLengths ? "a step" : "a row")} of column "
                + $"'{column.Name}' has {width}.", nameof(options));
        if (given.FirstOrDefault(number => !float.IsFinite(number), 0) is var fault && !float.IsFinite(fault))
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(ExplanationOptions.Baseline)} holds {fault}; its numbers must be finite."),
                nameof(options));
        return tensor(given.ToArray()).to(row.dtype).repeat(row.numel() / width).reshape(row.shape).to(row.device);
    }

    // What the network's own scaling brings to 0; of what is looked up nothing, of what may be missing a missing one.
    private static Tensor UsualRow(PredictionTransformer model, SizedColumn column, Tensor row)
    {
        var scaling = model.Network.named_modules().Select(part => part.module).OfType<ColumnScaling>().FirstOrDefault();
        if (scaling is null || row.dtype != ScalarType.Float32)
            return zeros_like(row);
        var centre = scaling.Restore(zeros(scaling.Scales.Centres.Length, device: row.device));
        if (column is TableInput table)
            return cat([centre, zeros(table.Width - table.Numbers, device: row.device)], 0).reshape(row.shape);
        return centre.repeat(row.numel() / centre.numel()).reshape(row.shape);
    }

    /// <summary>What each number of a row is called.</summary>
    public static string[] NamesOf(SizedColumn column, DataViewSchema schema, int count) => column switch
    {
        ImageInput image => [.. Enumerable.Range(0, count).Select(i => Pixel(image.Format, i))],
        SequenceInput { Shape.StepSize: 1 } => [.. Enumerable.Range(0, count).Select(i => Print($"step {i}"))],
        SequenceInput sequence => [.. Enumerable.Range(0, count)
            .Select(i => Print($"step {i / sequence.Shape.StepSize}, number {i % sequence.Shape.StepSize}"))],
        _ => [.. Enumerable.Range(0, count).Select(i => Slot(column, schema, i))],
    };

    private static string Pixel(ImageFormat format, int number)
    {
        var area = format.Height * format.Width;
        return Print($"channel {number / area}, row {number % area / format.Width}, column {number % format.Width}");
    }

    private static string Slot(SizedColumn column, DataViewSchema schema, int number)
    {
        var (name, slot) = column.PlaceOf(number);
        if (slot is not { } place)
            return name;
        var names = default(VBuffer<ReadOnlyMemory<char>>);
        if (schema[name].HasSlotNames())
            schema[name].GetSlotNames(ref names);
        return place < names.Length && names.GetItemOrDefault(place) is { IsEmpty: false } own ? own.ToString() : Print($"{name}[{place}]");
    }

    private static int[][] GroupsOf(SizedColumn column, int count, ExplanationOptions options) => column switch
    {
        ImageInput image => Patches(image.Format, options.PatchSize ?? Math.Max(1, Math.Min(image.Format.Height, image.Format.Width) / 8)),
        SequenceInput sequence => [.. Enumerable.Range(0, count).Chunk(sequence.Shape.StepSize)],
        _ => [.. Enumerable.Range(0, count).Select(i => new[] { i })],
    };

    private static int[][] Patches(ImageFormat format, int size)
    {
        var patches = new List<int[]>();
        for (var top = 0; top < format.Height; top += size)
            for (var left = 0; left < format.Width; left += size)
                patches.Add([.. from channel in Enumerable.Range(0, format.Channels)
                                from y in Enumerable.Range(top, Math.Min(size, format.Height - top))
                                from x in Enumerable.Range(left, Math.Min(size, format.Width - left))
                                select (((channel * format.Height) + y) * format.Width) + x]);
        return [.. patches];
    }

    private static string Print(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
