using DeepML.Workout;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepML.Onnx.Tests;

/// <summary>Makes the input of a model from the column of its name.</summary>
internal static class OnnxInput
{
    private const string Length = ".Length";
    private const string Characters = ".Characters";

    /// <param name="data">The rows.</param>
    /// <param name="name">Name of the input.</param>
    /// <param name="inputs">All inputs.</param>
    /// <param name="start">The first row.</param>
    /// <param name="count">How many.</param>
    /// <param name="sides">Height and width of pictures of any size, where their column does not tell them.</param>
    /// <param name="behind">The numbers behind the end of a sequence, which must not matter.</param>
    public static NamedOnnxValue Of(
        IDataView data, string name, IReadOnlyDictionary<string, NodeMetadata> inputs, int start, int count,
        (int Height, int Width) sides, float behind)
    {
        if (name.EndsWith(Length, StringComparison.Ordinal))
            return Lengths(data, name[..^Length.Length], StepSize(inputs[name[..^Length.Length]]), start, count);
        var wanted = inputs[name];
        if (wanted.ElementType == typeof(string))
            return NamedOnnxValue.CreateFromTensor(
                name, new DenseTensor<string>(Texts(data, name)[start..(start + count)], [count, 1]));
        var rows = Rows(data, name)[start..(start + count)];
        var perStep = StepSize(wanted);
        var width = rows.Max(row => row.Length);
        int[] shape = wanted.Dimensions switch
        {
            [_, _, _, < 0] => [count, .. PictureOf(data.Schema[name].Type, sides)],
            [_, < 0, _] => [count, width / perStep, perStep],
            [_, < 0] => [count, width],
            [_, .. var rest] => [count, .. rest],
            _ => [count],
        };
        float[] numbers = [.. rows.SelectMany(row => row.Concat(Enumerable.Repeat(behind, width - row.Length)))];
        return wanted.ElementType switch
        {
            var type when type == typeof(float) => Value(numbers, shape),
            var type when type == typeof(double) => Value(Doubles(data, name)[start..(start + count)], shape),
            var type when type == typeof(uint) => Value(Array.ConvertAll(numbers, number => (uint)number), shape),
            var type when type == typeof(long) => Value(Array.ConvertAll(numbers, number => (long)number), shape),
            var type when type == typeof(bool) => Value(Array.ConvertAll(numbers, number => number > 0), shape),
            var type => throw new NotSupportedException($"Input '{name}' is of {type}."),
        };

        NamedOnnxValue Value<T>(T[] values, int[] dimensions) =>
            NamedOnnxValue.CreateFromTensor(name, new DenseTensor<T>(values, dimensions));
    }

    private static int[] PictureOf(DataViewType type, (int Height, int Width) sides)
    {
        var vector = (VectorDataViewType)type;
        return vector.Dimensions.Length == 3
            ? [.. vector.Dimensions]
            : [vector.Size / (sides.Height * sides.Width), sides.Height, sides.Width];
    }

    private static float[][] Rows(IDataView data, string name) => name.EndsWith(Characters, StringComparison.Ordinal)
        ? throw new NotSupportedException("The test gives characters itself.")
        : data.Schema[name].Type == NumberDataViewType.Double
            ? [.. Doubles(data, name).Select(number => new[] { (float)number })]
            : [.. Cells.Read(data, data.Schema[name])];

    private static double[] Doubles(IDataView data, string name) => [.. data.GetColumn<double>(name)];

    private static string[] Texts(IDataView data, string name) => [.. data.GetColumn<string>(name)];

    private static int StepSize(NodeMetadata input) => input.Dimensions is [_, < 0, var step] ? step : 1;

    private static NamedOnnxValue Lengths(IDataView data, string column, int stepSize, int start, int count)
    {
        var rows = Rows(data, column)[start..(start + count)];
        return NamedOnnxValue.CreateFromTensor(
            column + Length, new DenseTensor<long>(Array.ConvertAll(rows, row => (long)row.Length / stepSize), [count]));
    }
}
