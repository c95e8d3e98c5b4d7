using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using static TorchSharp.torch;

namespace DeepML.Networks.Tests.Activations;

/// <summary>
/// The curves of docs/activations, a picture for each function, drawn from what the functions answer: the value when scoring, and dashed
/// the derivative in training. With DEEPML_ACTIVATION_CURVES set to a folder, this test writes them there instead.
/// </summary>
[TestClass]
public sealed partial class ActivationCurvesTests
{
    private const int Side = 120;
    private const double Reach = 4; // from -4 to 4 across
    private const double Height = 2; // from -2 to 2 up
    private const int PointsPerUnit = 10;

    public static IEnumerable<object[]> Functions => ClosedForm.All;

    [TestMethod]
    [DynamicData(nameof(Functions))]
    public void The_drawn_curve_is_that_of_the_function(Activation activation)
    {
        var drawn = Draw(activation);
        if (Environment.GetEnvironmentVariable("DEEPML_ACTIVATION_CURVES") is { } folder)
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, $"{activation}.svg"), drawn);
            return;
        }
        var kept = File.ReadAllText(Path.Combine(CurvesFolder(), $"{activation}.svg")).ReplaceLineEndings("\n");
        const string anew = "draw the curves anew: DEEPML_ACTIVATION_CURVES=docs/activations";
        Assert.AreEqual(Number().Replace(kept, "#"), Number().Replace(drawn, "#"), anew);
        // Another processor may round another way.
        foreach (var (one, other) in Number().Matches(kept).Zip(Number().Matches(drawn)))
            Assert.AreEqual(
                double.Parse(one.Value, CultureInfo.InvariantCulture), double.Parse(other.Value, CultureInfo.InvariantCulture), 0.11, anew);
    }

    [GeneratedRegex(@"(?<=[ ML""V])-?\d+(\.\d+)?")]
    private static partial Regex Number();

    // Not from the source's path: a build of continuous integration writes none.
    private static string CurvesFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Extensions.sln")))
                return Path.Combine(folder.FullName, "docs", "activations");
        throw new DirectoryNotFoundException($"Extensions.sln was not found above {AppContext.BaseDirectory}.");
    }

    private static string Draw(Activation activation)
    {
        const int count = (int)(2 * Reach * PointsPerUnit) + 1;
        var points = Enumerable.Range(0, count).Select(i => (float)((i / (double)PointsPerUnit) - Reach)).ToArray();
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture,
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{2 * Side}\" height=\"{Side}\" viewBox=\"0 0 {2 * Side} {Side}\">\n");
        svg.Append(CultureInfo.InvariantCulture, $"<title>{activation}: its value, and dashed its derivative, from -4 to 4</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<rect width=\"{2 * Side}\" height=\"{Side}\" fill=\"#fff\"/>\n");
        svg.Append(CultureInfo.InvariantCulture,
            $"<path d=\"M0 {Side / 2}H{2 * Side}M{Side} 0V{Side}");
        svg.Append(CultureInfo.InvariantCulture, $"M0 {Side / 4}H{2 * Side}M0 {3 * Side / 4}H{2 * Side}\" stroke=\"#ccc\"/>\n");
        var (values, derivatives) = Measure(activation, points);
        Line(svg, points, derivatives, "stroke=\"#c60\" stroke-dasharray=\"4 3\"");
        Line(svg, points, values, "stroke=\"#06c\" stroke-width=\"2\"");
        return svg.Append("</svg>\n").ToString();
    }

    private static (float[] Values, float[] Derivatives) Measure(Activation activation, float[] points)
    {
        using var scope = NewDisposeScope();
        using var module = DeepML.Networks.Activations.Create(activation) ?? new ElementFunction("Identity", x => x.alias());
        module.eval();
        var values = module.call(tensor(points)).data<float>().ToArray();
        module.train();
        var input = tensor(points, requires_grad: true);
        module.call(input).sum().backward();
        return (values, input.grad!.data<float>().ToArray());
    }

    // One line for each stretch without a jump, cut off where it leaves the picture.
    private static void Line(StringBuilder svg, float[] points, float[] values, string style)
    {
        svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"none\" {style} d=\"");
        for (var i = 0; i < points.Length; i++)
        {
            var (x, y) = (Side * (1 + (points[i] / Reach)), Side / 2.0 * (1 - (values[i] / Height)));
            var jumps = i > 0 && Math.Abs(values[i] - values[i - 1]) > 0.4;
            svg.Append(i == 0 || jumps ? 'M' : 'L');
            svg.Append(CultureInfo.InvariantCulture, $"{Math.Round(x, 1):0.#} {Math.Round(Math.Clamp(y, -Side, 2 * Side), 1):0.#}");
        }
        svg.Append("\"/>\n");
    }
}
