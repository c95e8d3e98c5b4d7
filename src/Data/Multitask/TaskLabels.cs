using Microsoft.ML;
using Microsoft.ML.Data;
using TorchSharp;

namespace DeepML.Data;

/// <summary>
/// The labels of several tasks, read together: a row is the numbers of each label one after the other, classes from 0, NaN where a label
/// is missing. Rows of which every label is missing are left out.
/// </summary>
/// <param name="labels">The label of each task; keys that are missing are read, and are then below 0.</param>
internal sealed class TaskLabels(IReadOnlyList<SizedColumn> labels) : SizedColumn(labels[0].Name, "label")
{
    /// <inheritdoc/>
    public override int Width => labels.Sum(label => label.Width);

    /// <inheritdoc/>
    public override bool AllowsMissing => true;

    /// <inheritdoc/>
    public override IReadOnlyList<InputColumn> Parts => [.. labels];

    /// <summary>Where in a row the label of each task is.</summary>
    public TaskSlice[] Slices
    {
        get
        {
            var (slices, start) = (new List<TaskSlice>(), 0);
            foreach (var label in labels)
            {
                slices.Add(new TaskSlice(
                    start, label.Width, label.TensorType == torch.ScalarType.Int64, label.RowShape.Length == 0));
                start += label.Width;
            }
            return [.. slices];
        }
    }

    /// <summary>Of checkpoints, which know columns by name, type and size: all labels.</summary>
    public override string ExpectedType => string.Join(", ", labels.Select(label => $"{label.Name}: {label.ExpectedType}"));

    /// <inheritdoc/>
    public override string ExpectedShape => string.Join(", ", labels.Select(label => $"{label.Name}: {label.ExpectedShape}"));

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => labels[0].Accepts(type);

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => labels[0].Accepts(column);

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row)
    {
        var readers = labels.Select(label => (Read: label.Bind(row), Block: new ColumnBlock(label, 1), label)).ToArray();
        return (block, at) =>
        {
            var numbers = block.Row<float>(at);
            var isKnown = false;
            foreach (var (read, own, label) in readers)
            {
                var part = numbers[..label.Width];
                if (!read(own, 0))
                    part.Fill(float.NaN);
                else if (label.TensorType == torch.ScalarType.Int64)
                    part[0] = own.Row<long>(0)[0] is >= 0 and var place ? place : float.NaN;
                else
                    own.Row<float>(0).CopyTo(part);
                foreach (var number in part)
                    isKnown |= !float.IsNaN(number);
                numbers = numbers[label.Width..];
            }
            return isKnown;
        };
    }

    /// <inheritdoc/>
    public override RowReader Bind(DataViewRow row, DataViewSchema.Column column) => Bind(row);
}
