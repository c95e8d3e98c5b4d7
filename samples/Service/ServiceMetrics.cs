using System.Diagnostics.Metrics;
using System.Globalization;

namespace DeepML.Service;

/// <summary>Keeps what the meter "DeepML.Scoring" has told; an exporter of OpenTelemetry would listen to the same meter.</summary>
internal sealed class ServiceMetrics : IDisposable
{
    private const int Kept = 10_000;
    private readonly MeterListener _listener = new();
    private readonly Queue<double> _latencies = new(Kept);
    private long _rows;
    private long _errors;
    private long _batches;

    public ServiceMetrics()
    {
        _listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Meter.Name == "DeepML.Scoring")
                own.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) =>
            Interlocked.Add(ref instrument.Name == "deepml.scoring.rows" ? ref _rows : ref _errors, value));
        _listener.SetMeasurementEventCallback<int>((_, _, _, _) => Interlocked.Increment(ref _batches));
        _listener.SetMeasurementEventCallback<double>((_, latency, _, _) =>
        {
            lock (_latencies)
            {
                if (_latencies.Count == Kept)
                    _latencies.Dequeue();
                _latencies.Enqueue(latency);
            }
        });
        _listener.Start();
    }

    /// <summary>A name and a number a line.</summary>
    public string ToText()
    {
        double[] latencies;
        lock (_latencies)
            latencies = [.. _latencies.Order()];
        var batches = Interlocked.Read(ref _batches);
        var rows = Interlocked.Read(ref _rows);
        return string.Create(CultureInfo.InvariantCulture, $"""
            rows {rows}
            errors {Interlocked.Read(ref _errors)}
            batches {batches}
            rows_per_batch {(batches == 0 ? 0 : (double)rows / batches):F1}
            latency_ms_p50 {Percentile(latencies, 0.5):F2}
            latency_ms_p99 {Percentile(latencies, 0.99):F2}

            """);
    }

    public void Dispose() => _listener.Dispose();

    private static double Percentile(double[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[Math.Min(sorted.Length - 1, (int)(sorted.Length * share))];
}
