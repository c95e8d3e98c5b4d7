using Microsoft.ML;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace DeepML.Onnx.Tests;

/// <summary>A forecaster on the runtime of ONNX.</summary>
internal sealed class ForecastRun : IDisposable
{
    private readonly InferenceSession _session;

    public ForecastRun(RecurrentForecastTransformer model)
    {
        using var bytes = new MemoryStream();
        model.SaveAsOnnx(bytes);
        _session = new InferenceSession(bytes.ToArray());
    }

    public int Count => _session.InputMetadata["Value"].Dimensions[1];

    public Dictionary<string, float[][]> Forecast((string Column, float[][] Rows) values) => Forecast(null, values);

    public Dictionary<string, float[][]> Forecast(string[]? names, (string Column, float[][] Rows) values)
    {
        var given = new List<NamedOnnxValue> { Numbers(values.Column, [.. values.Rows.SelectMany(row => row)], values.Rows.Length) };
        if (names is not null)
            given.Add(NamedOnnxValue.CreateFromTensor("Name", new DenseTensor<string>(names, [names.Length, 1])));
        return Run(given, values.Rows.Length);
    }

    public Dictionary<string, float[][]> Run(params (string Column, float[] Numbers)[] values) =>
        Run([.. values.Select(value => Numbers(value.Column, value.Numbers, rows: 1))], rows: 1);

    public void Dispose() => _session.Dispose();

    private NamedOnnxValue Numbers(string column, float[] numbers, int rows)
    {
        int[] shape = [rows, .. _session.InputMetadata[column].Dimensions[1..]];
        if (_session.InputMetadata[column].ElementType == typeof(bool))
            return NamedOnnxValue.CreateFromTensor(
                column, new DenseTensor<bool>(Array.ConvertAll(numbers, number => number > 0), shape));
        return NamedOnnxValue.CreateFromTensor(column, new DenseTensor<float>(numbers, shape));
    }

    private Dictionary<string, float[][]> Run(List<NamedOnnxValue> given, int rows)
    {
        using var answers = _session.Run(given);
        return answers.ToDictionary(
            answer => answer.Name,
            answer => answer.AsEnumerable<float>().Chunk(answer.AsTensor<float>().Dimensions[1]).Take(rows).ToArray());
    }
}
