using DeepML.Bench;

// How a speed run starts the plain TorchSharp loop it measures against.
if (args is ["peer", var peer])
    return TorchSharpPeers.Serve(peer);

// And how a soak starts one of its trainings.
if (args is [SoakBench.Child, var soaked])
{
    SoakBench.RunChild(soaked);
    return 0;
}

var plain = args.Contains("--plain");
var names = args.Where(a => a != "--plain").ToArray();
var (kind, found, known) = names.FirstOrDefault() switch
{
    "quality" => ("learning task", QualityBench.Run(names = names[1..], plain), QualityBench.Names),
    "soak" => ("family", SoakBench.Run(names = names[1..]), SoakBench.Names),
    _ => ("workload", SpeedBench.Run(names, plain), SpeedBench.Names),
};
if (found)
    return 0;
Console.Error.WriteLine($"No {kind} is called {string.Join(" or ", names)}. There are:");
foreach (var name in known)
    Console.Error.WriteLine($"  {name}");
return 2;
