using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using DeepML.Networks;
using DeepML.Trainers;

namespace DeepML.Estimators;

/// <summary>
/// The trials of a search as files: <c>search.json</c> says of which, <c>trial-0001.json</c> and so on what came of each. A trial that is
/// being made has a lock, which the system lets go of when its process ends.
/// </summary>
internal sealed class TrialFolder
{
    private const string Locks = ".lock";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private readonly string _path;
    private readonly IReadOnlyDictionary<string, SearchDimension> _space;
    private readonly Dictionary<string, SearchTrial> _read = []; // a trial that was written does not change

    /// <param name="path">The folder; it is made if it is not there.</param>
    /// <param name="identity">What the search is of.</param>
    /// <param name="space">What varies.</param>
    /// <exception cref="InvalidOperationException">It cannot be made, or belongs to another search.</exception>
    public TrialFolder(string path, JsonObject identity, IReadOnlyDictionary<string, SearchDimension> space)
    {
        (_path, _space) = (Path.GetFullPath(path), space);
        Try(() =>
        {
            Directory.CreateDirectory(_path);
            var file = Path.Combine(_path, "search.json");
            if (!File.Exists(file))
                WriteWhole(file, identity);
            var differences = new List<string>();
            SettingDifferences.Add(Parse(file), Parse(identity.ToJsonString(), file), "", differences);
            if (differences.Count > 0)
                throw new InvalidOperationException(
                    $"The folder '{_path}' holds another search: {string.Join("; ", differences)}. Give each search its own Folder.");
        });
    }

    /// <summary>The trials that have ended.</summary>
    /// <exception cref="InvalidOperationException">A file is damaged, or cannot be read.</exception>
    public IReadOnlyList<SearchTrial> Read()
    {
        Try(() =>
        {
            foreach (var file in Directory.EnumerateFiles(_path, "trial-*.json"))
                if (!_read.ContainsKey(file))
                    _read[file] = Trial(file);
        });
        return [.. _read.Values.OrderBy(trial => trial.Id)];
    }

    /// <summary>Takes a trial, until the answer is disposed; null if somebody else makes it, or has made it.</summary>
    public IDisposable? Claim(int number)
    {
        FileStream? claim = null;
        Try(() =>
        {
            try
            {
                claim = new FileStream(
                    FileOf(number) + Locks, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            }
            catch (IOException) when (File.Exists(FileOf(number) + Locks) || File.Exists(FileOf(number)))
            {
                // Another process has it, or has just finished it.
            }
        });
        if (claim is null || !File.Exists(FileOf(number)))
            return claim;
        claim.Dispose();
        return null;
    }

    /// <summary>Writes a trial that has ended.</summary>
    /// <exception cref="InvalidOperationException">It cannot be written.</exception>
    public void Write(SearchTrial trial) => Try(() => WriteWhole(FileOf(trial.Id), new JsonObject
    {
        [nameof(trial.Id)] = trial.Id,
        [nameof(trial.Values)] = Settings.Describe(trial.Values.ToDictionary(pair => pair.Key, pair => pair.Value)),
        [nameof(trial.Outcome)] = trial.Outcome.ToString(),
        [nameof(trial.Metric)] = trial.Metric,
        [nameof(trial.Message)] = trial.Message,
        [nameof(trial.Epochs)] = trial.Epochs,
        [nameof(trial.Elapsed)] = trial.Elapsed.ToString("c", CultureInfo.InvariantCulture),
        [nameof(trial.Losses)] = JsonSerializer.SerializeToNode(trial.Losses),
    }));

    private string FileOf(int number) => Path.Combine(_path, string.Create(CultureInfo.InvariantCulture, $"trial-{number:D4}.json"));

    private SearchTrial Trial(string file)
    {
        var node = Parse(file);
        try
        {
            var values = node[nameof(SearchTrial.Values)]!.AsObject();
            return new SearchTrial(
                node[nameof(SearchTrial.Id)]!.GetValue<int>(),
                _space.ToDictionary(
                    pair => pair.Key,
                    pair => pair.Value.Read(values[pair.Key]!.AsValue())
                        ?? throw new FormatException($"{pair.Key} is {values[pair.Key]}, which is not in the space")))
            {
                Outcome = Enum.Parse<SearchOutcome>(node[nameof(SearchTrial.Outcome)]!.GetValue<string>()),
                Metric = node[nameof(SearchTrial.Metric)]?.GetValue<double>(),
                Message = node[nameof(SearchTrial.Message)]?.GetValue<string>(),
                Epochs = node[nameof(SearchTrial.Epochs)]!.GetValue<int>(),
                Elapsed = TimeSpan.ParseExact(
                    node[nameof(SearchTrial.Elapsed)]!.GetValue<string>(), "c", CultureInfo.InvariantCulture),
                Losses = node[nameof(SearchTrial.Losses)].Deserialize<RungLoss[]>()!,
            };
        }
        catch (Exception e) when (e is FormatException or ArgumentException or NullReferenceException or JsonException
            or InvalidOperationException)
        {
            throw Damaged(file, e);
        }
    }

    private static JsonNode Parse(string file) => Parse(File.ReadAllText(file), file);

    private static JsonNode Parse(string text, string file)
    {
        try
        {
            return JsonNode.Parse(text) as JsonObject ?? throw new JsonException("it holds no object");
        }
        catch (JsonException e)
        {
            throw Damaged(file, e);
        }
    }

    private static InvalidOperationException Damaged(string file, Exception e) =>
        new($"'{file}' is no trial of this search: {e.Message}. Delete it to have the trial made again.", e);

    // Another process, and a crash at any moment, finds the whole file or none.
    private static void WriteWhole(string file, JsonObject content)
    {
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{file}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp");
        File.WriteAllText(temporary, content.ToJsonString(Indented));
        File.Move(temporary, file, overwrite: true);
    }

    private void Try(Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"The Folder '{_path}' of the search cannot be used: {e.Message}", e);
        }
    }
}
