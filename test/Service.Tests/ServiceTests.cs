using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using SkiaSharp;

namespace DeepML.Service.Tests;

/// <summary>The sample service over HTTP.</summary>
[TestClass]
public sealed class ServiceTests
{
    private static readonly string Folder = Directory.CreateTempSubdirectory("deepml-service").FullName;

    private static WebApplication app = null!;
    private static HttpClient http = null!;

    private static string ModelPath => Path.Combine(Folder, "model.zip");

    [ClassInitialize]
    public static async Task StartAsync(TestContext context)
    {
        DigitsModel.Train(ModelPath, DigitsModel.Data);
        app = ScoringService.Create(["--urls", "http://127.0.0.1:0"], ModelPath);
        await app.StartAsync(context.CancellationToken);
        http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
    }

    [ClassCleanup]
    public static async Task StopAsync()
    {
        http.Dispose();
        await app.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    [TestMethod]
    public async Task Rows_are_answered_in_their_order()
    {
        var lines = File.ReadLines(DigitsModel.Data).Skip(1).Take(50)
            .Select(line => Array.ConvertAll(line.Split(','), float.Parse)).ToArray();
        var answers = await ScoreAsync(lines.Select(line => new { pixels = line[..64] }));
        Assert.HasCount(50, answers);
        Assert.IsGreaterThan(47, answers.Zip(lines).Count(pair => pair.First.PredictedLabel == pair.Second[64]), "it was trained on them");
        Assert.AreEqual(1f, answers[0].Score.Sum(), 1e-4f);
    }

    [TestMethod]
    public async Task A_picture_of_any_size_is_read_whether_dark_or_bright()
    {
        var pixels = File.ReadLines(DigitsModel.Data).Skip(1).First().Split(',').Take(64).Select(float.Parse).ToArray();
        foreach (var onPaper in new[] { false, true })
        {
            using var content = new ByteArrayContent(Png(pixels, onPaper));
            using var answer = await http.PostAsync("/picture", content);
            Assert.AreEqual(0f, (await answer.Content.ReadFromJsonAsync<Answer>())!.PredictedLabel, "the first digit is a zero");
        }
    }

    [TestMethod]
    [DataRow("/score", "[]", "The body must be a list of 1 to 1000 rows, and holds 0.")]
    [DataRow("/score", "[{\"pixels\":[1,2]}]", "Row 0 must have 64 \"pixels\", and has 2.")]
    [DataRow("/score", "[{}]", "and has 0.")]
    [DataRow("/score", "[null]", "Row 0 must have 64 \"pixels\"")]
    [DataRow("/score", "{\"pixels\":", "")]
    [DataRow("/picture", "no picture", "The body must be a picture")]
    public async Task A_request_that_cannot_be_answered_says_why(string path, string body, string reason)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync(path, content);
        Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode);
        using var problem = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        var detail = problem.RootElement.GetProperty("detail").GetString()!;
        StringAssert.Contains(detail, reason);
        Assert.AreNotEqual("", detail);
    }

    [TestMethod]
    public async Task A_pixel_out_of_range_is_named()
    {
        var pixels = new float[64];
        pixels[7] = 17;
        using var answer = await http.PostAsJsonAsync("/score", new[] { new { pixels } });
        Assert.AreEqual(HttpStatusCode.BadRequest, answer.StatusCode);
        StringAssert.Contains(await answer.Content.ReadAsStringAsync(), "Row 0 has the pixel 17; pixels are in [0, 16].");
    }

    [TestMethod]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var content = new StringContent(new string(' ', 2 << 20), Encoding.UTF8, "application/json");
        using var answer = await http.PostAsync("/score", content);
        Assert.AreEqual(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [TestMethod]
    public async Task It_tells_that_it_lives_and_what_it_has_done()
    {
        await ScoreAsync([new { pixels = new float[64] }]);
        StringAssert.Contains(await http.GetStringAsync("/health"), "\"ok\"");
        var metrics = (await http.GetStringAsync("/metrics")).Split('\n').Where(line => line.Length > 0)
            .ToDictionary(line => line.Split(' ')[0], line => double.Parse(line.Split(' ')[1]));
        Assert.IsGreaterThan(0, metrics["rows"]);
        Assert.IsGreaterThan(0, metrics["latency_ms_p99"]);
    }

    [TestMethod]
    public async Task A_model_that_is_written_over_the_old_one_is_taken_and_a_broken_one_is_not()
    {
        var before = await HealthAsync();
        DigitsModel.Train(ModelPath, DigitsModel.Data);
        for (var i = 0; i < 100 && await HealthAsync() == before; i++)
            await Task.Delay(100);
        Assert.AreNotEqual(before, await HealthAsync());
        await File.WriteAllTextAsync(ModelPath, "no model");
        await Task.Delay(2500);
        Assert.HasCount(1, await ScoreAsync([new { pixels = new float[64] }]));
    }

    private static async Task<string> HealthAsync() => await http.GetStringAsync("/health");

    private static async Task<Answer[]> ScoreAsync(IEnumerable<object> rows)
    {
        using var answer = await http.PostAsJsonAsync("/score", rows);
        Assert.AreEqual(HttpStatusCode.OK, answer.StatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<Answer[]>())!;
    }

    private static byte[] Png(float[] pixels, bool onPaper)
    {
        using var bitmap = new SKBitmap(64, 64);
        for (var y = 0; y < 64; y++)
            for (var x = 0; x < 64; x++)
            {
                var level = (byte)(pixels[(y / 8 * 8) + (x / 8)] * 255 / 16);
                var shown = onPaper ? (byte)(255 - level) : level;
                bitmap.SetPixel(x, y, new SKColor(shown, shown, shown));
            }
        using var data = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return data.ToArray();
    }
}
