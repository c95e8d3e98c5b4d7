using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;

namespace DeepML.Service;

/// <summary>
/// Loads the service over loopback from the same process: as fast as it goes, then at half of that pace, with a new model written over the
/// old one in the middle.
/// </summary>
internal static class LoadTest
{
    private const int Clients = 16;
    private const int RowsPerRequest = 32;

    public static async Task<int> RunAsync(int seconds)
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("deepml-service").FullName, "model.zip");
        try
        {
            DigitsModel.Train(path, DigitsModel.Data);
            await using var app = ScoringService.Create(["--urls", "http://127.0.0.1:0"], path);
            await app.StartAsync();
            using var http = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
            using var body = JsonContent.Create(Rows());
            var bytes = await body.ReadAsByteArrayAsync();
            await ClientsAsync(http, bytes, TimeSpan.FromSeconds(2), TimeSpan.Zero); // warms up
            var full = await ClientsAsync(http, bytes, TimeSpan.FromSeconds(seconds), TimeSpan.Zero);
            var pause = TimeSpan.FromSeconds(2.0 * Clients * RowsPerRequest / full.RowsPerSecond);
            var half = ClientsAsync(http, bytes, TimeSpan.FromSeconds(seconds), pause);
            await Task.Delay(TimeSpan.FromSeconds(seconds / 3.0));
            DigitsModel.Train(path, DigitsModel.Data);
            var calm = await half;
            Print("service.rows", full.RowsPerSecond);
            Print("service.p99", calm.P99);
            Print("service.errors", full.Errors + calm.Errors);
            Console.Write(await http.GetStringAsync("/metrics"));
            return full.Errors + calm.Errors == 0 ? 0 : 1;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        }
    }

    private static async Task<(double RowsPerSecond, double P99, int Errors)> ClientsAsync(
        HttpClient http, byte[] body, TimeSpan time, TimeSpan pace)
    {
        var (latencies, errors) = (new List<double>(), 0);
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(client => Task.Run(async () =>
        {
            await Task.Delay(pace * client / Clients);
            while (clock.Elapsed < time)
            {
                var start = clock.Elapsed;
                using var content = new ByteArrayContent(body);
                content.Headers.ContentType = new("application/json");
                using var answer = await http.PostAsync("/score", content);
                await answer.Content.ReadAsByteArrayAsync();
                lock (latencies)
                {
                    latencies.Add((clock.Elapsed - start).TotalMilliseconds);
                    errors += answer.IsSuccessStatusCode ? 0 : 1;
                }
                if (clock.Elapsed - start < pace)
                    await Task.Delay(pace - (clock.Elapsed - start));
            }
        })));
        latencies.Sort();
        return (latencies.Count * RowsPerRequest / clock.Elapsed.TotalSeconds, latencies[(int)(latencies.Count * 0.99)], errors);
    }

    private static Digit[] Rows()
    {
        var random = new Random(1);
        return [.. Enumerable.Range(0, RowsPerRequest).Select(_ => new Digit
        {
            Pixels = [.. Enumerable.Range(0, Digit.Side * Digit.Side).Select(_ => (float)random.Next(Digit.Darkest + 1))],
        })];
    }

    private static void Print(string name, double value) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} {value:F1}"));
}
