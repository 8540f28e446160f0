using GbGateway.Drills.Ledger;

switch (args)
{
    case ["ledger-child", var sink, var directory]:
        return await CrashChild.RunAsync(sink, directory);
    case ["ledger-crash", var sink, var rounds]:
        return await CrashDrill.RunCommandAsync(sink, int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
    case ["gateway-crash", var rounds]:
        return await GatewayCrashDrill.RunCommandAsync(int.Parse(rounds, System.Globalization.CultureInfo.InvariantCulture));
    case ["gateway-disk-full"]:
        return await DiskDrill.FullAsync();
    case ["gateway-eio"]:
        return await DiskDrill.FailingAsync();
    case ["ledger-mutations", var count]:
        return await MutationDrill.RunCommandAsync(int.Parse(count, System.Globalization.CultureInfo.InvariantCulture));
    default:
        Console.Error.WriteLine("""
            usage: GbGateway.Drills ledger-crash sqlite|jsonl ROUNDS     kill -9 a writer ROUNDS times; no acknowledged record may be lost
                   GbGateway.Drills gateway-crash ROUNDS                 kill -9 the gateway under load ROUNDS times; nothing unlabelled left, each answer has its record
                   GbGateway.Drills gateway-disk-full                    the gateway on a small tmpfs that fills up (root)
                   GbGateway.Drills gateway-eio                          the gateway on a disk whose flushes fail (a C compiler)
                   GbGateway.Drills ledger-mutations COUNT              COUNT seeded mutations of a ledger; each must be found
            """);
        return 2;
}
