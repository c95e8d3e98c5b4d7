using System.Globalization;
using System.Numerics;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace DeepML.Data;

/// <summary>A column of measurements: numbers of any type, one a row or a vector of them; a boolean counts as 0 or 1.</summary>
/// <param name="name">Name of the column.</param>
/// <param name="role">The word errors use for it.</param>
/// <param name="single">Whether one number a row is needed.</param>
/// <param name="booleans">Whether booleans are read.</param>
/// <param name="slots">Numbers that each row must have; null for any.</param>
internal sealed class SeriesNumbersColumn(string name, string role, bool single, bool booleans, int? slots = null)
    : InputColumn(name, role)
{
    /// <inheritdoc/>
    public override string ExpectedType => slots is { } needed ? $"{ExpectedShape}, {needed} a row" : ExpectedShape;

    /// <inheritdoc/>
    public override string ExpectedShape =>
        (booleans ? "Boolean or a number" : "a number") + (single ? "" : " or a known-size vector of numbers");

    /// <summary>Numbers of each row.</summary>
    public static int SlotsOf(DataViewType type) => type is VectorDataViewType vector ? vector.Size : 1;

    /// <inheritdoc/>
    public override bool Accepts(DataViewType type) => (slots is null || slots == SlotsOf(type)) && type switch
    {
        VectorDataViewType vector => !single && vector.IsKnownSize && vector.ItemType is NumberDataViewType,
        BooleanDataViewType => booleans,
        _ => type is NumberDataViewType,
    };

    /// <inheritdoc/>
    public override bool Accepts(SchemaShape.Column column) => !column.IsKey && column.Kind switch
    {
        SchemaShape.Column.VectorKind.Scalar =>
            column.ItemType is NumberDataViewType || (booleans && column.ItemType is BooleanDataViewType),
        SchemaShape.Column.VectorKind.Vector => !single && column.ItemType is NumberDataViewType,
        _ => false,
    };

    /// <inheritdoc/>
    public override string? Remedy(SchemaShape.Column column) =>
        column.Kind == SchemaShape.Column.VectorKind.Scalar ? SchemaRemedies.ToNumber(column) : SchemaRemedies.ToVector(column, slots);

    /// <summary>A function that reads the numbers at a row's current position; NaN is a missing one.</summary>
    /// <param name="row">The row.</param>
    /// <param name="column">The column.</param>
    /// <param name="takesInfinity">Whether an infinite number is one like others.</param>
    /// <exception cref="InvalidOperationException">A number is infinite, or a vector has another length than its column.</exception>
    public static Action<double[]> Reader(DataViewRow row, DataViewSchema.Column column, bool takesInfinity = false)
    {
        if (column.Type is BooleanDataViewType)
        {
            var flag = row.GetGetter<bool>(column);
            return values =>
            {
                var value = false;
                flag(ref value);
                values[0] = value ? 1 : 0;
            };
        }
        var item = column.Type is VectorDataViewType vector ? vector.ItemType : column.Type;
        var read = RawType.VisitNumber(item.RawType, new Binding(row, column));
        return takesInfinity ? read : values =>
        {
            read(values);
            var slot = Array.FindIndex(values, double.IsInfinity);
            if (slot >= 0)
                throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
                    $"Column '{column.Name}' is {values[slot]} in row {row.Position}{(values.Length > 1 ? $", slot {slot}" : "")} ")
                    + "(counted from 0). Filter or clip such rows first.");
        };
    }

    private sealed class Binding(DataViewRow row, DataViewSchema.Column column) : IRawNumberVisitor<Action<double[]>>
    {
        public Action<double[]> Visit<T>()
            where T : struct, INumber<T>
        {
            if (column.Type is not VectorDataViewType)
            {
                var number = row.GetGetter<T>(column);
                return values =>
                {
                    var value = default(T);
                    number(ref value);
                    values[0] = double.CreateChecked(value);
                };
            }
            var numbers = row.GetGetter<VBuffer<T>>(column);
            var buffer = default(VBuffer<T>);
            return values =>
            {
                numbers(ref buffer);
                VectorInput.CheckLength(column.Name, buffer.Length, values.Length, row.Position);
                Array.Clear(values);
                var found = buffer.GetValues();
                var places = buffer.GetIndices();
                for (var i = 0; i < found.Length; i++)
                    values[buffer.IsDense ? i : places[i]] = double.CreateChecked(found[i]);
            };
        }
    }
}
