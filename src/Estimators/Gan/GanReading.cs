using DeepML.Data;
using DeepML.Transforms;
using Microsoft.ML;

namespace DeepML.Estimators;

/// <summary>Reads the rows of an augmenter and turns them into compact numbers.</summary>
/// <param name="columns">The columns.</param>
/// <param name="options">The options.</param>
/// <param name="fit">The frame of the fit.</param>
internal sealed class GanReading(GanColumns columns, GanAugmenterOptions options, FitSession fit)
{
    /// <summary>Reads.</summary>
    /// <param name="input">The training rows; those whose label is missing are left out.</param>
    /// <param name="validation">Rows to measure against; null to hold some out, as the options say.</param>
    /// <param name="previous">
    /// A fitted model whose view of the columns is taken over: its weights would mean nothing under another; null to learn it.
    /// </param>
    /// <exception cref="ArgumentException">The previous model has other columns.</exception>
    /// <exception cref="InvalidOperationException">
    /// There are too few rows, or a value has no place in what was learned of its column.
    /// </exception>
    public GanRows Read(IDataView input, IDataView? validation, GanAugmenterTransformer? previous)
    {
        var cells = Cells(input, "");
        var scaling = new GanVectorScaling(options, fit.Chosen);
        if (previous is null)
            scaling.Check(cells);
        var learner = new TableColumns(
            (options.MaximumModes, columns.IsTable ? options.MaximumCategories : int.MaxValue), scaling.Shape, new Random(fit.Seed));
        TableColumn[] table = previous is null ? Learned(learner, cells, input.Schema) : Kept(input, previous, cells);
        if (previous is not null)
            table = GanTables.Counted(table, learner.Compact(cells, table));
        if (columns.Label is not null)
            CheckClasses(table[^1], KeyValues.Of(input.Schema[columns.Label]), options.Amount?.Rows?.Keys);
        var compact = learner.Compact(cells, table);
        if (columns is { IsTable: true, Label: not null })
            table = TableColumns.CountLabels(table, compact);
        CheckPicture(table);
        var isBounded = (previous?.Description as GanDescription)?.IsBounded ?? scaling.IsBounded;
        var codec = new TableCodec(table, columns.Condition, isBounded, columns.Label is not null);
        if (compact.Length == codec.CompactSize)
            throw new InvalidOperationException(
                $"Column '{columns.Features[0]}' has a single row to learn from; at least two are needed to learn how rows differ.");
        if (validation is null)
            return Split(table, codec, compact);
        var measured = Cells(validation, "validation ");
        GanTables.CheckPlaces(table, validation.Schema, measured, "training rows");
        return new GanRows(table, codec, compact, learner.Compact(measured, table));
    }

    private TableColumn[] Learned(TableColumns learner, IReadOnlyList<ColumnCells> cells, DataViewSchema schema)
    {
        TableColumn[] Table(bool identify) => [.. cells.Select(c => learner.Learn(c, schema[c.Name], identify && c.Name != columns.Label))];
        var table = Table(columns.IsTable && options.Identifiers == GanIdentifiers.NumberAnew);
        // nothing else to learn: then they are what is wanted
        return table.Any(column => column.Kind != TableColumnKind.Identifier && column.Name != columns.Label)
            ? table
            : Table(identify: false);
    }

    private IReadOnlyList<ColumnCells> Cells(IDataView data, string kind)
    {
        var labelled = columns.Label is null ? data : LabelledRows.Of(data, columns.Label);
        var cells = TableReader.Read(labelled, columns.All, fit.Options.MemoryBudget, fit.Options.Cancellation);
        return cells[0].Rows > 0
            ? cells
            : throw new InvalidOperationException(
                $"There are no {kind}rows{(columns.Label is null ? "" : " with a label")} to learn from.");
    }

    private TableColumn[] Kept(IDataView input, GanAugmenterTransformer previous, IReadOnlyList<ColumnCells> cells)
    {
        var description = (GanDescription)previous.Description;
        string[] names = [.. description.Table.Select(column => column.Name)];
        if (!names.SequenceEqual(columns.All) || description.Condition != columns.Condition)
            throw new ArgumentException(
                $"The previous model has learned {string.Join(", ", names)} (label: {description.Label ?? "none"}); the estimator reads "
                    + $"{string.Join(", ", columns.All)} "
                + $"(label: {columns.Label ?? "none"}).", nameof(previous));
        if (options.InputScaling != NetworkInputScaling.Automatic
            && description.IsBounded != new GanVectorScaling(options, fit.Chosen).IsBounded)
            throw new ArgumentException(
                $"InputScaling is {options.InputScaling}, but the previous model was trained with another one: leave it Automatic.",
                nameof(previous));
        GanTables.CheckPlaces(description.Table, input.Schema, cells, "previous model");
        return description.Table;
    }

    private GanRows Split(TableColumn[] table, TableCodec codec, float[] compact)
    {
        var width = codec.CompactSize;
        var count = compact.Length / width;
        // two rows at least are learned from
        var heldOut = Math.Min((int)Math.Round(count * (fit.Options.ValidationFraction ?? 0)), count - 2);
        if (heldOut == 0)
            return new GanRows(table, codec, compact, null);
        var order = Enumerable.Range(0, count).ToArray();
        new Random(fit.Seed).Shuffle(order);
        float[] Rows(IEnumerable<int> rows) => [.. rows.SelectMany(row => compact.AsSpan(row * width, width).ToArray())];
        return new GanRows(table, codec, Rows(order.Skip(heldOut)), Rows(order.Take(heldOut)));
    }

    private static void CheckClasses(TableColumn label, KeyValues? keys, IEnumerable<string>? askedFor)
    {
        string[] names = [
            .. label.Values.Select(value => keys is not null && int.TryParse(value, out var key) && key > 0 ? keys.Texts[key - 1] : value)];
        if (askedFor?.FirstOrDefault(name => !names.Contains(name)) is { } unknown)
            throw new InvalidOperationException(
                $"{nameof(GanAugmenterOptions.Amount)} asks for rows of class '{unknown}', which label column '{label.Name}' does not "
                    + $"have. It has: {string.Join(", ", names.Take(50))}."
                + (label.RareValues.Length > 0
                    ? " Rarer classes share a place, and no number of rows can be given for them: raise "
                        + $"{nameof(GanAugmenterOptions.MaximumCategories)}."
                    : ""));
        for (var place = 0; place < label.Values.Length; place++)
            if (label.Counts[place] < 2)
                throw new InvalidOperationException(
                    $"Class '{names[place]}' of label column '{label.Name}' has {(label.Counts[place] == 1 ? "a single row" : "no row")}; "
                        + "at least two are needed to learn how rows of a class differ. Leave the class out, or find more rows of it.");
    }

    private void CheckPicture(TableColumn[] table)
    {
        if (options.Picture is not { } picture)
            return;
        var (name, numbers, dimensions) = (table[0].Name, table[0].Offsets.Length, table[0].Dimensions);
        if (picture.Height * picture.Width * picture.Channels != numbers)
            throw new InvalidOperationException(
                $"Picture says {picture.Channels} × {picture.Height} × {picture.Width} numbers, but column '{name}' holds {numbers}.");
        if (picture.Channels > 1 && dimensions.SequenceEqual([picture.Height, picture.Width, picture.Channels])
            && !dimensions.SequenceEqual([picture.Channels, picture.Height, picture.Width]))
            throw new InvalidOperationException(
                $"Column '{name}' of type {table[0].Type} holds (height, width, channels), but pictures are (channels, height, width): "
                    + "extract pixels without interleaving.");
    }
}
